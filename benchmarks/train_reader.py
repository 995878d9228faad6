"""Train the reader: `python benchmarks/train_reader.py DATA --out FOLDER --development squad2.json`.

Some passes over all examples, in an order that their names alone decide; resumes from the last checkpoint in FOLDER,
with other data too if there are any by then. Prints and logs the loss, and every few minutes two figures on the
development articles: the share of answerable questions whose sentence is right, and AUROC of answerable
against adversarial ones.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from pathlib import Path

import torch
from transformers import BertModel

from reader_data import Example, examples
from reader_network import Batch, Network, Preparation, batch_of, loss_of
from relbot.index.encoding import packaged_model

BATCH, HEADS, WARM_UP, CLIP = 24, 5, 0.04, 1.0
"""Of AdamW under bf16; the heads learn `HEADS` times as fast as the layers; the learning rate rises for `WARM_UP` of
the run and falls to nothing by a cosine."""
BUCKET = 960
"""Examples sorted by length together, so that batches hold little padding."""


def development(file: Path, most: int) -> list[Example]:
    """Questions of a set in SQuAD format, each beside its own paragraph."""
    from relbot.text.sentences import split

    found = []
    for article in json.loads(file.read_text("utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            spans = split(text, 0, len(text))
            for asked in paragraph["qas"]:
                starts = [answer["answer_start"] for answer in asked["answers"]]
                right = {n for n, span in enumerate(spans) for s in starts if span.start <= s < span.end}
                sentences = tuple(text[span.start : span.end] for span in spans)
                found.append(Example(asked["id"], asked["question"], article["title"], sentences, tuple(sorted(right))))
    return sorted(found, key=lambda example: example.place)[:most]


def figures(network: Network, preparation: Preparation, asked: list[Example]) -> dict[str, float]:
    """On the development articles."""
    network.eval()
    dice = random.Random(0)  # noqa: S311
    right, sure = [], list[tuple[float, bool]]()
    inputs = sorted((preparation.read(example, dice) for example in asked), key=lambda one: len(one.ids))
    with torch.no_grad():
        for first in range(0, len(inputs), 32):
            some = inputs[first : first + 32]
            logits = network(batch_of(some))[0]
            for one, row in zip(some, logits, strict=True):
                best = int(row[1:].argmax()) + 1
                sure.append((float(row[1:].logsumexp(0) - row[0]), one.answers != [0]))
                if one.answers != [0]:
                    right.append(best in one.answers)
    network.train()
    return {"sentence": sum(right) / len(right), "auroc": auroc(sure)}


def auroc(sure: list[tuple[float, bool]]) -> float:
    ordered = sorted(sure)
    ranks = [place + 1 for place, (_, positive) in enumerate(ordered) if positive]
    positive, negative = len(ranks), len(ordered) - len(ranks)
    return (sum(ranks) - positive * (positive + 1) / 2) / max(1, positive * negative)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--asked", type=Path, help="a set in SQuAD format of which questions.jsonl asks")
    parser.add_argument("--passes", type=float, default=1.5)
    parser.add_argument("--rate", type=float, default=2e-4, help="the highest learning rate of the layers")
    parser.add_argument("--start", type=Path, help="a checkpoint whose weights to begin with")
    parser.add_argument("--seed", type=int, default=1, help="draws the made negatives")
    parser.add_argument(
        "--compile", action="store_true", help="compile the layers (a sixth faster; needs a C++ compiler)"
    )
    parser.add_argument("--development", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--most", type=int, default=0, help="stop the pass at so many examples (0: all)")
    parser.add_argument("--every", type=int, default=400, help="steps between checkpoints")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    args.out.mkdir(parents=True, exist_ok=True)
    folder = packaged_model.folder()
    packaged_model.verify(folder)
    preparation = Preparation(folder / "tokenizer.json")
    every = examples(args.data, args.asked, vectors=args.out, seed=args.seed)
    if args.most:
        every = every[:: max(1, len(every) // args.most)][: args.most]
    held_back = development(args.development, 700)
    network = Network(BertModel.from_pretrained(folder, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0))
    if args.compile:
        network.bert.encoder.compile(dynamic=True)
    heads = [*network.scores.parameters(), *network.none.parameters()]
    own = {id(p) for p in heads}
    body = [p for p in network.bert.parameters() if p.requires_grad and id(p) not in own]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": args.rate}, {"params": heads, "lr": HEADS * args.rate}], weight_decay=0.01, fused=True
    )
    rates = [group["lr"] for group in optimiser.param_groups]
    checkpoint, seen = args.out / "checkpoint.pt", 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        seen = state["seen"]
    elif args.start:
        network.load_state_dict(torch.load(args.start, weights_only=True)["network"])
    turns = range(math.ceil(args.passes))
    places = [((turn + example.place) / args.passes, example) for turn in turns for example in every]
    rest = [(place, example) for place, example in places if seen <= place < 1]
    print(f"{len(every)} examples, {len(rest)} to go, {sum(not e.answers for e in every)} unanswerable", flush=True)
    begun, step, losses = time.perf_counter(), 0, list[float]()
    for bucket in range(0, len(rest), BUCKET):
        some = rest[bucket : bucket + BUCKET]
        dice = random.Random(f"{some[0][0]}")  # noqa: S311
        inputs = sorted((preparation.read(example, dice) for _, example in some), key=lambda one: len(one.ids))
        batches = [inputs[first : first + BATCH] for first in range(0, len(inputs), BATCH)]
        dice.shuffle(batches)
        for number, chosen in enumerate(batches):
            progress = some[0][0] + (some[-1][0] - some[0][0]) * number / len(batches)
            rate = min(progress / WARM_UP, 0.5 * (1 + math.cos(math.pi * progress))) + 0.003
            for group, full in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = full * rate
            batch: Batch = batch_of(chosen)
            with torch.autocast("cpu", torch.bfloat16):
                found = network(batch)
            loss = loss_of(tuple(f.float() for f in found), batch)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([*body, *heads], CLIP)
            optimiser.step()
            losses.append(float(loss.detach()))
            step += 1
            if step % 50 == 0:
                pace = step * BATCH / (time.perf_counter() - begun)
                mean = sum(losses[-200:]) / len(losses[-200:])
                print(f"{progress:.4f} loss {mean:.4f} {pace:.1f}/s rate {rate:.3f}", flush=True)
        if step % args.every < len(batches) or bucket + BUCKET >= len(rest):
            end = 1.0 if bucket + BUCKET >= len(rest) else rest[bucket + BUCKET][0]
            part = checkpoint.with_suffix(".part")
            torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(), "seen": end}, part)
            part.replace(checkpoint)
        if step % (3 * args.every) < len(batches) or bucket + BUCKET >= len(rest):
            line = {"seen": round(some[-1][0], 4), **figures(network, preparation, held_back)}
            print(json.dumps(line), flush=True)
            with (args.out / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
