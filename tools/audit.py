"""Hold what is installed against what was pinned, and ask which of it has known holes: `make audit`.

With `--lock` it writes the hashes of what is pinned instead, as the registry lists them: `make lock`.

Exit 0: nothing found. 1: a finding. 2: nothing found, but a check could not be made, for which it names the reason.

What it does not see: compiled caches (`__pycache__`), Python itself, and a package whose own record was rewritten with
its files. That the files are those of the registry is seen to when `make` installs, by requirements.lock; torch alone
is installed by version, because each platform takes another build of it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

PINS, LOCK = Path("constraints.txt"), Path("requirements.lock")
UNHASHED = {"torch"}
BROUGHT = {"relbot", "pip", "setuptools"}
"""What no pin is for: relbot itself, and what a virtual environment comes with."""
_TOOLS = Path(sys.prefix) / "audit" / "bin"


@dataclass(frozen=True, slots=True)
class Check:
    """What came of one check."""

    what: str
    seen: str
    findings: tuple[str, ...] = ()
    failed: str | None = None
    """Why it could not be made."""

    def line(self) -> str:
        outcome = f"not made: {self.failed}" if self.failed else f"{len(self.findings) or 'no'} findings"
        return f"{self.what:<36} {self.seen:<28} {outcome}"


def pins(text: str) -> dict[str, str]:
    """The versions in a requirements file, by normalised name."""
    return {_name(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s\\]+)", text, re.MULTILINE)}


def hashes(text: str) -> dict[str, set[str]]:
    """The hashes in a requirements file, by `name==version`."""
    entries = re.findall(r"^([\w.-]+==\S+)((?:\s+\\\n\s+--hash=\S+)+)", text, re.MULTILINE)
    return {entry: set(re.findall(r"--hash=(\S+)", those)) for entry, those in entries}


def versions(installed: Iterable[Distribution], pinned: Mapping[str, str]) -> Check:
    """Whether each package has the version that is pinned; a build's mark (`+cpu`) is not part of it."""
    found = {_name(each.name): each.version for each in installed}
    other = {
        name: version for name, version in found.items() if name in pinned and version.split("+")[0] != pinned[name]
    }
    unpinned = sorted(found.keys() - pinned.keys() - BROUGHT)
    seen = f"{len(found)} packages" + (f", {len(unpinned)} not pinned" if unpinned else "")
    findings = [f"{name} is {version}, and {pinned[name]} is pinned" for name, version in sorted(other.items())]
    return Check("versions, against constraints.txt", seen, tuple(findings))


def files(installed: Iterable[Distribution], site: Path) -> Check:
    """Whether each installed file is as it was installed, and nothing lies beside them that no package brought."""
    findings, known = [], set[Path]()
    for each in installed:
        for file in each.files or ():
            path = Path(str(file.locate())).resolve()
            known.add(path)
            if file.hash is None:
                continue
            try:
                with path.open("rb") as stream:
                    digest = hashlib.file_digest(stream, file.hash.mode).digest()
            except OSError:
                findings.append(f"{each.name}: {file} is missing")
                continue
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value:
                findings.append(f"{each.name}: {file} was changed after it was installed")
    strangers = sorted(path for path in _present(site) if path.resolve() not in known)
    findings += [f"{path.relative_to(site)} came with no package" for path in strangers]
    return Check("files, against their records", f"{len(known):,} files", tuple(findings))


def registry(locked: str, listed: str) -> Check:
    """Whether the registry still lists each file that is locked, given a lock that was made just now."""
    now, findings = hashes(listed), []
    for entry, those in hashes(locked).items():
        if gone := those - now.get(entry, set()):
            findings.append(f"{entry}: {len(gone)} of {len(those)} locked files are not in the registry")
    return Check("locked hashes, against the registry", f"{len(hashes(locked))} packages", tuple(findings))


def vulnerabilities(told: str, pinned: Mapping[str, str]) -> Check:
    """What pip-audit tells of the pinned packages. One that the registry has no advisories of was not checked."""
    rows = json.loads(told)["dependencies"]
    findings = [
        f"{row['name']} {row['version']}: {hole['id']}"
        + (f", mended in {', '.join(hole['fix_versions'])}" if hole["fix_versions"] else "")
        for row in rows
        for hole in row.get("vulns", ())
    ]
    checked = [row for row in rows if "skip_reason" not in row]
    seen = f"{len(checked)} of {len(pinned)} packages"
    skipped = None if len(checked) == len(pinned) else "the registry told nothing of the others"
    return Check("known vulnerabilities", seen, tuple(findings), None if findings else skipped)


def main() -> int:
    """Make all checks, tell what came of each, and give the exit code."""
    pinned, installed = pins(PINS.read_text("utf-8")), list(distributions(path=[sysconfig.get_path("purelib")]))
    checks = [
        versions(installed, pinned),
        files(installed, Path(sysconfig.get_path("purelib"))),
        _asked_of_the_registry(),
        _asked_for_vulnerabilities(pinned),
    ]
    for check in checks:
        print(check.line())
    for check in checks:
        for finding in check.findings:
            print(f"  {finding}")
    if any(check.findings for check in checks):
        return 1
    return 2 if any(check.failed for check in checks) else 0


def lock() -> int:
    """Write requirements.lock."""
    listed = _listed()
    if listed.returncode:
        print(f"Nothing was locked: {_last_words(listed)}.", file=sys.stderr)
        return 2
    LOCK.write_text(listed.stdout, "utf-8")
    return 0


def _listed() -> subprocess.CompletedProcess[str]:
    """Every file of what is pinned, for each platform, as the registry lists it now."""
    options = ("--quiet", "--no-deps", "--no-annotate", "--no-header", "--generate-hashes")
    unhashed = (option for name in sorted(UNHASHED) for option in ("--no-emit-package", name))
    return _run("uv", "pip", "compile", *options, *unhashed, str(PINS))


def _asked_of_the_registry() -> Check:
    listed = _listed()
    if listed.returncode:
        return Check("locked hashes, against the registry", "", (), _last_words(listed))
    return registry(LOCK.read_text("utf-8"), listed.stdout)


def _asked_for_vulnerabilities(pinned: Mapping[str, str]) -> Check:
    options = ("--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json")
    done = _run("pip-audit", "--requirement", str(PINS), *options)
    try:
        return vulnerabilities(done.stdout, pinned)
    except (ValueError, KeyError):
        return Check("known vulnerabilities", "", (), _last_words(done))


def _run(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([_TOOLS / tool, *arguments], capture_output=True, text=True, check=False)


def _last_words(done: subprocess.CompletedProcess[str]) -> str:
    lines = done.stderr.strip().splitlines()
    return f"the registry could not be asked ({lines[-1].strip()[:100] if lines else done.returncode})"


def _present(site: Path) -> Iterator[Path]:
    return (path for path in site.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(lock() if "--lock" in sys.argv else main())
