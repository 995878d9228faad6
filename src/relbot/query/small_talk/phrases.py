"""The phrases of small talk by kind, as data. They apply to messages that contain nothing else.

Words are listed without apostrophes and in full ("what are you" also matches "wat r u"). Single words that are names or
things in some corpus ("trash", "world", "commands") are left out: a person who types one word usually asks about it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

Kind = Literal[
    "source",
    "ability",
    "help",
    "maker",
    "identity",
    "insult",
    "apology",
    "thanks",
    "bye",
    "praise",
    "mood",
    "joke",
    "test",
    "greeting",
    "acknowledgement",
    "nonsense",
]

KINDS: tuple[Kind, ...] = (
    *("source", "ability", "help", "maker", "identity", "insult", "apology", "thanks", "bye", "praise", "mood"),
    *("joke", "test", "greeting", "acknowledgement", "nonsense"),
)
"""In order of precedence: a message of several kinds ("hi! what can you do?", "lol thanks") counts as the first."""

PHRASES: Mapping[Kind, str] = {
    "source": """
        source|sources|your source|the source|any source|any sources|source please|whats your source
        whats the source|what is your source|what is the source|what is the source for that|source for that
        got a source|have a source|do you have a source|do you have any sources|whats the source for that
        whats the source of that|citation needed|citation please|citations|proof|any proof|prove it|says who
        who says|who says so|who says that|who told you|who told you that|how do you know|how do you know that
        how do you know this|how would you know|how do you even know that|where did you get that
        where did you get this|where did you get that from|where did you get this from|where do you get that from
        where is that from|where did you read that|where did you find that|where does it say that
        where does it say so|where does that come from|did you make that up|did you just make that up
        did you make this up|did you just make this up|are you making this up|are you making that up
        are you making things up|you made that up|you just made that up|you are making that up|is that made up
        is this made up|are you sure|are you really sure|are you sure about that|you sure|sure about that
        is that true|is that really true|is this true|is that right|can i trust you|can i trust that
        can i trust this|really|seriously|for real|are you lying|are you hallucinating|did you hallucinate that
        says where|on what basis
    """,
    "ability": """
        what can you do|what do you do|what can you do for me|what can you help with|what can you help me with
        what can i ask|what can i ask you|what can i ask here|what should i ask|what should i ask you
        what can we ask you|what do you know|what do you know about|what are you able to do|what are you good for
        what are you for|what are you good at|what is this bot|what is this bot for|what is this bot about
        whats this bot|whats this bot for|whats this bot about|what does this bot do|whats the bot for
        what do you answer|what can you answer|what questions can you answer|what kind of questions can you answer
        what kinds of questions can you answer|what can you tell me|what can you talk about|what else can you do
        what is your purpose|whats your purpose|whats your job|what is your job|what topics do you know
        what topics do you cover|which topics do you know|what are your features|what are your commands
        do you know everything|do you know anything|can you do anything|can you answer questions|are you useful
        can you answer anything|can you answer everything|what have you read|how do you work
        how does this bot work|what documents do you have|what sources do you have|what are your sources
    """,
    "help": """
        help|help me|help please|please help|please help me|i need help|need help|can you help|can you help me
        could you help me|can someone help me|i need some help|how do i use you|how do i use this bot
        how can i use you|how do you use this|how to use this bot|i dont understand|i dont get it|im confused
        im lost|what now|how do i ask|how do i ask you something|how do i ask a question|show help|help menu|sos
    """,
    "maker": """
        who made you|who created you|who built you|who wrote you|who programmed you|who coded you
        who developed you|who invented you|who owns you|who runs you|who designed you|who trained you
        who is your maker|who is your creator|whos your creator|who is your owner|whos your owner
        who is your developer|whos your dev|who is your dad|whos your daddy|who made this bot|who created this bot
        who built this bot|who wrote this bot|who owns this bot|who runs this bot|who coded this bot
        who is behind you|whos behind this bot|where do you come from|who do you work for
    """,
    "identity": """
        who are you|what are you|who you|what is your name|whats your name|your name|do you have a name
        are you human|are you a human|are you real|are you a bot|are you a robot|are you an ai|are you ai
        are you alive|are you a person|are you a real person|are you a machine|are you chatgpt|are you gpt
        are you an llm|are you a language model|are you sentient|are you conscious|are you there|you there
        anybody there|anyone there|is anyone there|is anybody there|anyone here|are you online|are you awake
        are you working|do you work|are you a man or a woman|are you a girl|are you a boy|are you male or female
        how old are you|where are you from|where do you live|where are you|do you have feelings|do you sleep
        do you dream|do you like me|do you love me|whats your favourite color|whats your favorite color
        human or bot|bot or human|are you a human or a bot|are you a bot or a human|are you human or a bot
        am i talking to a bot|am i talking to a human|is this a bot|is this ai|is this an ai|is this chatgpt
    """,
    "insult": """
        fuck you|fuck off|fuck this|fuck this bot|screw you|shut up|stfu|go away|piss off|get lost|you suck
        this sucks|you are bad|bad bot|dumb bot|stupid bot|useless bot|shit bot|trash bot|garbage bot|crap bot
        idiot bot|worst bot ever|worst bot|this bot sucks|bot sucks|stupid|dumb|dumbass|idiot|you idiot|you moron
        moron|you are stupid|you are dumb|you are useless|you are an idiot|you are a moron|you are trash
        you are garbage|you are shit|you are annoying|you are wrong|you are boring|you are not helpful
        you are not very helpful|you are not very smart|you are so stupid|you are so dumb|you are so useless
        you are the worst|i hate you|i hate this bot|how dumb are you|how stupid are you|are you stupid
        are you dumb|are you an idiot|are you retarded|what a stupid bot|what a useless bot|what a dumb bot
        stupid machine|dumb machine|stupid robot|you know nothing|you dont know anything|you dont know shit
        you cant do anything|you are no help|no help at all|that was useless|thats useless|that didnt help
        not helpful|thats wrong|that is wrong|wrong|nope wrong|wrong answer|thats bullshit|bullshit
        what a load of crap|this is bullshit|kys
    """,
    "apology": """
        sorry|im sorry|i am sorry|so sorry|my bad|apologies|pardon|excuse me|sry|soz|oops|whoops|never mind
        nevermind|nvm|forget it
    """,
    "thanks": """
        thanks|thank you|thank you so much|thank you very much|thx|thnx|tnx|thanx|tanx|ty|tysm|tyvm|tks|thankyou
        thanku|thank you kindly|many thanks|much appreciated|appreciate it|i appreciate it|appreciated|cheers|ta
        merci|merci beaucoup|danke|danke schoen|danke sehr|vielen dank|gracias|muchas gracias|grazie|grazie mille
        obrigado|obrigada|dank je|dank je wel|takk|mange tak|spasibo|dziekuje|dzieki|arigato|arigatou|xie xie
        shukran|tesekkurler|tesekkur ederim|hvala|faleminderit|gamsahamnida|спасибо|谢谢|ありがとう|감사합니다|شكرا
        धन्यवाद|for your help|for the help|for help|for helping|for helping me|for all your help|that helped|that helps
        this helped|it helped|you helped|you have helped|youve helped|that was useful|very useful|great help
        big help|a great help|a big help
        that was helpful|very helpful|that was very helpful|helpful|thats all|that is all|thats what i needed
        just what i needed|much obliged|gracias amigo
    """,
    "bye": """
        bye|bye bye|goodbye|good bye|byebye|cya|see you|see you later|see you soon|see you tomorrow|see ya|later
        laters|talk to you later|ttyl|gtg|g2g|got to go|gotta go|i have to go|have to go|im off|im out|take care
        good night|goodnight|nighty night|gn|farewell|so long|have a nice day|have a good day|have a good one
        have a great day|until next time|till next time|peace out|adios|hasta luego|hasta la vista|au revoir
        a bientot|tschuss|tschuess|auf wiedersehen|ciao ciao|arrivederci|tot ziens|doei|hej da|ha det|do widzenia
        sayonara|poka|пока|再见|さようなら|tchau|brb|afk|im done|thats it
    """,
    "praise": """
        good bot|nice bot|great bot|best bot|best bot ever|cool bot|smart bot|cute bot|clever bot|amazing bot
        awesome bot|good boy|good girl|good job|great job|nice job|well done|good work|great work|nice work
        nice one|good one|good answer|great answer|nice answer|awesome|amazing|excellent|perfect|brilliant|great
        nice|cool|sweet|neat|wow|fantastic|wonderful|impressive|not bad|very nice|very good|very cool|so cool
        thats cool|that is cool|thats great|that is great|thats awesome|thats amazing|thats nice|thats interesting
        interesting|very interesting|i like it|i like you|i love you|love you|i love this bot|i like this bot
        love this bot|love it|i love it|ily|you are great|you are awesome|you are amazing|you are cool
        you are smart|you are nice|you are good|you are funny|you are the best|you are so smart|you are so cool
        you are helpful|you are very helpful|you are clever|you are cute|you rock|you rule|this is great
        this is awesome|this is cool|this bot is great|this bot is awesome|this bot is cool|this bot rocks|bravo
        pog|poggers|gg|well played|w bot
    """,
    "mood": """
        how are you|how are you doing|how are you doing today|how are you today|how are you feeling|hows it going
        how is it going|how you doing|how do you do|how have you been|how are things with you|hows life
        hows your day|how is your day|how was your day|how is your day going|hows your day going|what is up
        whats up|wassup|wazzup|sup|wsup|whaddup|hru|hows you|you ok|are you ok|are you okay|you good|you alright
        are you happy|are you bored|are you tired|are you busy|are you sad|im bored|im tired|im sad|im hungry
        im fine|im good|i am fine|i am good|fine and you|good and you|and you|what are you doing|what you doing
        wyd|que tal|como estas|comment ca va|ca va|wie gehts|wie geht es dir|come stai|tudo bem|hoe gaat het
    """,
    "joke": """
        tell me a joke|tell us a joke|tell a joke|another joke|make me laugh|say something funny|say something
        sing a song|sing me a song|sing for me|tell me a story|write me a poem|write a poem|talk to me|lets talk
        lets chat|chat with me|entertain me|marry me|will you marry me|do you want to be my friend|be my friend
        say hi|say hello|flip a coin|roll a dice
    """,
    "test": """
        test|testing|testing testing|test test|test 1 2 3|testing 1 2 3|1 2 3 test|mic check|just testing
        im just testing|this is a test|just a test|im testing you|ping|pong|does this work|is this working
        is this thing on|check check
    """,
    "greeting": """
        hi|hey|hello|helo|hallo|hullo|hiya|heya|hei|hej|yo|oi|ello|hi there|hey there|hello there|howdy|greetings
        salutations|good morning|good afternoon|good evening|good day|morning|mornin|gm|top of the morning|hai
        haii|henlo|ahoy|ayo|ey|hey ho|long time no see|im back|nice to meet you|pleased to meet you|hola
        buenos dias|buenas tardes|buenas noches|buenas|bonjour|bonsoir|salut|coucou|guten tag|guten morgen
        guten abend|moin|moin moin|servus|gruss gott|grussgott|ciao|buongiorno|buona sera|buonasera|ola
        oi tudo bem|bom dia|boa tarde|boa noite|hoi|goedemorgen|goedendag|god dag|god morgen|czesc|dzien dobry
        ahoj|dobry den|privet|zdravstvuyte|zdravo|dobar dan|pershendetje|tungjatjeta|namaste|salaam|salam
        assalamu alaikum|salam alaikum|marhaba|shalom|konnichiwa|ohayo|ni hao|nihao|annyeong|annyeonghaseyo
        merhaba|selam|sawubona|jambo|habari|aloha|привет|здравствуйте|你好|こんにちは|안녕하세요|안녕|مرحبا|שלום|नमस्ते|γεια
        γεια σου|hello world|hi everyone|hi all|hey all|hey guys|whats good|wagwan|wag1
    """,
    "acknowledgement": """
        ok|okay|oke|okey|okie|okey dokey|k|kk|kay|oki|alright|all right|aight|sure|yes|yep|yeah|yea|ye|yup|no|nope
        nah|nay|right|i see|got it|gotcha|understood|makes sense|that makes sense|fair|fair enough|true|exactly
        indeed|hm|hmm|mm|mhm|mmhm|uh|uhh|um|umm|uhm|uh huh|ah|aha|oh|ooh|oh ok|oh okay|ah ok|oh i see|ah i see
        oh no|oh wow|oh well|huh|meh|well|anyway|whatever|idk|i dont know|dont know|dunno|no idea|idc|i dont care
        dont care|ikr|same|np|no problem|youre welcome|you are welcome|yw|all good|no worries|good to know|good
        fine|thats fine|maybe|i guess|i think so|if you say so|yes please|no thanks|no thank you|not really
        nothing|eh|erm|err|welp|bruh|bro|omg|oh my god|wtf|what the fuck|what the hell|wth|damn|dang|shit|fuck
        crap|ffs|smh|yikes
    """,
    "nonsense": """
        lol|lmao|lmfao|rofl|lul|lel|kek|xd|xdd|haha|hahaha|hehe|hehehe|hihi|jaja|jajaja|ahaha|ahahaha|lolol|lolz
        heh|ha|ha ha|ha ha ha|bla|bla bla|bla bla bla|blah|blah blah|blah blah blah|foo|foo bar|asdf|asd|sdf|qwe
        qwert|qwerty|qwertz|azerty|zxcv|zxc|yxcv|wasd|uwu|owo|pspsps|meow|moo|woof|skibidi|yolo|yeet|nom nom
        lorem ipsum|beep boop|beep|boop|brr|grr|pfft|psst|tsk|zzz|ugh|argh|ahh|aah|eek|doh|hue hue
    """,
}

_FILLERS = """
there everyone everybody all guys folks peeps chat bot robot relbot machine friend friends mate man dude bro buddy
pal amigo amigos zusammen world my dear lovely again now too very much so really a lot tho though for that this
it the your you me help info information answer answers time everything quick little today anyway man sir please just
"""
FILLERS = frozenset(_FILLERS.split())
"""Words that may accompany small talk but are none by themselves: "thanks for your help", "hi there bot"."""

UNASKED: frozenset[Kind] = frozenset({"praise", "thanks", "insult", "apology", "bye", "greeting"})
"""Kinds whose single words are questions about something if a question mark follows: "Nice?", "Salut?"."""

_SHORT_FOR = """
u you|r are|wat what|wut what|wot what|pls please|plz please|ur your|youre your|ure your|cn can|tho though|gud good
hlep help|gr8 great|m8 mate|whatre what are|ya you|ru are you|howre how are|dis this|abt about
"""
SHORT_FOR: Mapping[str, str] = dict(entry.split(" ", 1) for entry in re.split(r"[|\n]", _SHORT_FOR.strip()))
"""Short forms of the words of the phrases."""

ABILITY = re.compile(
    r"(?:so |and )?(?:what|which) (?:(?:kinds? of |sort of )?(?:things|questions|stuff) )?"
    r"(?:can|could|do|are) (?:you|i|we) (?:able to |even |actually )?(?:do|answer|know|ask|help)"
    r"(?: (?:me|you|for|with|about|here|all|exactly|anyway|even))*"
    r"|(?:can|do) you (?:answer|know|do|help with) (?:any|every)(?:thing|one)?(?: questions?)?"
    r"(?: (?:else|or|just|only|about|on|this|these|that|stuff|things?|here|topics?|article|documents?))*"
)
"""Questions for what the bot can do, in other words than the phrases."""

_MUCH = r"(?:(?:so|such|a|an|the|really|very|just|pretty|actually|quite|fucking|most|bloody|damn|absolutely) )*"
_WHOM = r"(?: (?:bot|robot|machine|ai|thing|program|assistant|one|ever|lol|mate|bro))*"
INSULT = re.compile(
    rf"(?:your|(?:this|the|that) bot is|what a|is this bot|are you) {_MUCH}(?:stupid|dumb|useless|bad|terrible|awful|"
    rf"horrible|shit|shitty|crap|trash|garbage|rubbish|idiot|moron|fool|annoying|boring|lame|slow|ugly|wrong|broken|worst|"
    rf"pathetic){_WHOM}"
)
PRAISE = re.compile(
    rf"(?:your|youve been|(?:this|the|that) bot is|what a|thats|this is|(?:that|you) (?:was|were)) {_MUCH}"
    rf"(?:good|great|nice|awesome|amazing|cool|smart|"
    rf"clever|helpful|useful|brilliant|best|fantastic|wonderful|lovely|cute|funny|impressive|kind|genius|legend){_WHOM}"
)
"""Praise and insults for the bot, with any number of fillers."""

MASHED = re.compile(
    r"(?:asdf|asfd|adsf|sdfg|dfgh|fghj|ghjk|hjkl|lkjh|qwer|rtyu|tyui|uiop|poiu|zxcv|xcvb|cvbn|vbnm|mnbv)\w{0,30}"
    r"|[bcdfghjklmnpqrstvwxz]{8,40}|([^\W\d_])\1{3,40}|(?:h+a+){2,20}h?|(?:h+e+){2,20}h?|(?:h+i+){2,20}|(?:j+a+){2,20}"
    r"|(?:l+o+){2,20}l+|h+m+|(?:a+h+){1,20}|m{2,20}"
)
"""A word typed by mashing the keys, or laughter of any length."""

EMOJI: Mapping[str, Kind] = {"👋": "greeting", "🙏": "thanks", "👍": "acknowledgement", "❤": "praise", "🖕": "insult"}
"""The kind of a message of only emoji, by the first of these in it; without one it is nonsense."""
