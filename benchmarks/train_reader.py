"""Train the reader on the data of `prepare_reader_data.py`: `python benchmarks/train_reader.py DATA --out FOLDER`.

Makes several passes over the examples, in an order that depends on the seed only, with each made negative in every
second pass; resumes from the last checkpoint in FOLDER. With `--teachers`, it learns from their outputs as well as from
the labels. Prints the loss, and prints and logs the `figures` of the development examples a few times per pass.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterable
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset
from transformers import BertModel

from reader_example import Example, read
from reader_figures import figures
from reader_network import Batch, Network, Packed, Preparation, batch_of, distillation, loss_of, pack

HEADS, WARM_UP, CLIP = 5, 0.04, 1.0
"""Settings of AdamW under bf16: the heads' learning rate relative to the layers', the share of the run in which the
rate rises before it falls to nearly nothing by a cosine, and the norm to which gradients are clipped."""
BATCHES = 40
"""The number of batches whose examples are sorted by length together, so that they have little padding."""


def in_pass(example: Example, turn: int) -> bool:
    """Return whether an example is seen in a pass; each made negative is seen in every second pass."""
    return not example.is_made or int(example.place * 1e6) % 2 == turn % 2


def load(file: Path, base: Path) -> Network:
    """Load a network from a checkpoint, as a teacher or to continue training."""
    state = torch.load(file, weights_only=True, map_location="cpu")["network"]
    layers = 1 + max(int(name.split(".")[3]) for name in state if name.startswith("bert.encoder.layer."))
    network = Network(BertModel.from_pretrained(base), layers=layers)
    network.load_state_dict(state)
    return network


class Buckets(Dataset[list[Packed]]):
    """The examples in training order, cut to windows; each bucket is a list of batches of similar length each."""

    def __init__(self, every: list[Example], order: list[int], preparation: Preparation, size: int, seed: int) -> None:
        """Take the indices of the examples in `order`, and the `size` of a batch."""
        self._every, self._order, self._preparation, self._size, self._seed = every, order, preparation, size, seed

    def __len__(self) -> int:
        return math.ceil(len(self._order) / (BATCHES * self._size))

    def __getitem__(self, number: int) -> list[Packed]:
        first = number * BATCHES * self._size
        dice = random.Random(f"{self._seed}/{first}")  # noqa: S311
        numbers = self._order[first : first + BATCHES * self._size]
        inputs = [self._preparation.read(self._every[number], dice) for number in numbers]
        inputs.sort(key=lambda one: len(one.ids))
        batches = [pack(inputs[first : first + self._size]) for first in range(0, len(inputs), self._size)]
        dice.shuffle(batches)
        return batches


def prepared(buckets: Buckets, workers: int) -> Iterable[list[Packed]]:
    """Return the buckets in order, prepared by `workers` processes that share the examples, or by this one if 0."""
    start = "fork" if workers else None
    return DataLoader(
        buckets, batch_size=None, collate_fn=_as_it_is, num_workers=workers, multiprocessing_context=start
    )


def _as_it_is(bucket: list[Packed]) -> list[Packed]:
    """Keep the arrays, which the loader would convert to tensors by default."""
    return bucket


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that prepare_reader_data.py wrote")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", type=Path, help="the folder of all-MiniLM-L6-v2 (else the packaged one)")
    parser.add_argument("--start", type=Path, help="a checkpoint whose weights to begin with")
    parser.add_argument("--teachers", type=Path, nargs="*", default=[], help="checkpoints to learn from")
    parser.add_argument("--teach", action="store_true", help="train a teacher: its word embeddings learn too")
    parser.add_argument("--layers", type=int, default=0, help="of a teacher, if not six")
    parser.add_argument("--passes", type=float, default=4)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--rate", type=float, default=2e-4, help="the highest learning rate of the layers")
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--hard", type=float, default=0.5, help="share of what is right beside what teachers find")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--workers", type=int, default=0, help="processes beside this one that cut examples")
    parser.add_argument("--compile", action="store_true", help="compile the layers (faster; needs a C++ compiler)")
    parser.add_argument("--minutes", type=float, default=math.inf, help="end by then, whatever is left of the passes")
    parser.add_argument("--every", type=int, default=2_000, help="steps between checkpoints")
    return parser.parse_args()


def main() -> None:
    args, began = _arguments(), time.monotonic()
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    base = args.base or _packaged()
    every = list(read(args.data / "examples.jsonl.xz"))
    preparation = Preparation(base / "tokenizer.json")
    preparation.prepare(text for e in every for text in (e.question, e.title, *e.sentences))
    held_back = list(read(args.data / "development.jsonl.xz"))
    kind = {"hidden_dropout_prob": args.dropout, "attention_probs_dropout_prob": args.dropout}
    network = Network(BertModel.from_pretrained(base, **kind), layers=args.layers, teacher=args.teach)
    if args.start:
        network.load_state_dict(torch.load(args.start, weights_only=True, map_location="cpu")["network"])
    network.to(args.device)
    teachers = [load(file, base).to(args.device).eval() for file in args.teachers]
    if args.compile:
        for one in (network, *teachers):
            one.bert.encoder.compile(dynamic=True)
    optimiser = _optimiser(network, args.rate)
    rates = [group["lr"] for group in optimiser.param_groups]
    learning = [parameter for group in optimiser.param_groups for parameter in group["params"]]
    checkpoint, seen = args.out / "checkpoint.pt", 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True, map_location="cpu")
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        seen = state["seen"]
    order = _order(every, args.passes, args.seed)
    print(f"{len(every)} examples, {len(order) - seen} of {len(order)} to go", flush=True)

    step, losses, started = 0, list[torch.Tensor](), time.monotonic()
    ready = started - began

    def keep() -> None:
        part = checkpoint.with_suffix(".part")
        torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(), "seen": seen}, part)
        part.replace(checkpoint)

    def note() -> None:
        line = {"seen": seen, "minutes": round((time.monotonic() - began) / 60, 1)}
        line |= figures(network, preparation, held_back, args.device)
        print(json.dumps(line), flush=True)
        with (args.out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")

    for bucket in prepared(Buckets(every, order[seen:], preparation, args.batch, args.seed), args.workers):
        for packed in bucket:
            spent = (time.monotonic() - started) / max(1.0, 60 * args.minutes - ready)
            progress = max(seen / len(order), spent if math.isfinite(args.minutes) else 0.0)
            if progress >= 1:
                break
            rate = min(progress / WARM_UP, 0.5 * (1 + math.cos(math.pi * progress))) + 0.003
            for group, full in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = full * rate
            loss = _step(network, teachers, batch_of(packed, args.device), args.hard, args.device)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(learning, CLIP)
            optimiser.step()
            losses.append(loss.detach())
            seen += len(packed["ids"])
            step += 1
            if step % 200 == 0:
                pace = step * args.batch / (time.monotonic() - started)
                mean = float(torch.stack(losses).mean())
                losses.clear()
                print(f"{progress:.4f} loss {mean:.4f} {pace:.1f}/s rate {rate:.3f}", flush=True)
            if step % args.every == 0:
                keep()
                note()
        else:
            continue
        break
    keep()
    note()


def _optimiser(network: Network, rate: float) -> torch.optim.AdamW:
    """Of the layers, which learn at a rate, and of the heads."""
    heads = [*network.scores.parameters(), *network.none.parameters()]
    own = {id(p) for p in heads}
    body = [p for p in network.bert.parameters() if p.requires_grad and id(p) not in own]
    groups = [{"params": body, "lr": rate}, {"params": heads, "lr": HEADS * rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def _step(network: Network, teachers: list[Network], batch: Batch, hard: float, device: str) -> torch.Tensor:
    with torch.autocast(device, torch.bfloat16):
        found = network(batch)
        with torch.no_grad():
            taught = [teacher(batch) for teacher in teachers]
    loss = loss_of(found, batch)
    return hard * loss + (1 - hard) * distillation(found, taught) if teachers else loss


def _order(every: list[Example], passes: float, seed: int) -> list[int]:
    """Return the indices of the examples of all passes, in an order that depends on the seed."""
    order = list[int]()
    for turn in range(math.ceil(passes)):
        numbers = [number for number, example in enumerate(every) if in_pass(example, turn)]
        random.Random(f"{seed}/{turn}").shuffle(numbers)  # noqa: S311
        order += numbers[: round((passes - turn) * len(numbers))]
    return order


def _packaged() -> Path:
    from relbot.index.encoding import packaged_model

    packaged_model.verify(packaged_model.folder())
    return packaged_model.folder()


if __name__ == "__main__":
    main()
