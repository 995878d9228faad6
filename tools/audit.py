"""Compare the installed packages with the pinned ones, and check for known vulnerabilities: `make audit`.

With `--lock` it writes requirements.lock instead, the hashes of the pinned packages as the registry lists them:
`make lock`.

Exit 0: no findings. 1: findings. 2: no findings, but a check could not be made; the reason is printed.

Not covered: compiled caches (`__pycache__`), Python itself, and a package whose own record was rewritten with its
files. requirements.lock ensures that `make` installs the registry's files; torch alone is installed by version, because
each platform needs another build of it.
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
UNPINNED = {"relbot", "pip", "setuptools"}
"""Packages without a pin: relbot itself, and those that a virtual environment includes."""
_TOOLS = Path(sys.prefix) / "audit" / "bin"


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check."""

    name: str
    scope: str
    """How much was checked."""
    findings: tuple[str, ...] = ()
    failed: str | None = None
    """The reason why the check could not be made."""

    def line(self) -> str:
        result = f"not made: {self.failed}" if self.failed else f"{len(self.findings) or 'no'} findings"
        return f"{self.name:<36} {self.scope:<28} {result}"


def pins(text: str) -> dict[str, str]:
    """The pinned versions in a requirements file, by normalised package name."""
    return {_normalise(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s\\]+)", text, re.MULTILINE)}


def hashes(text: str) -> dict[str, set[str]]:
    """The hashes in a requirements file, by `name==version`."""
    entries = re.findall(r"^([\w.-]+==\S+)((?:\s+\\\n\s+--hash=\S+)+)", text, re.MULTILINE)
    return {entry: set(re.findall(r"--hash=(\S+)", options)) for entry, options in entries}


def versions(installed: Iterable[Distribution], pinned: Mapping[str, str]) -> Check:
    """Compare the installed versions with the pins, ignoring local build tags (`+cpu`)."""
    found = {_normalise(each.name): each.version for each in installed}
    different = {
        name: version for name, version in found.items() if name in pinned and version.split("+")[0] != pinned[name]
    }
    unpinned = sorted(found.keys() - pinned.keys() - UNPINNED)
    scope = f"{len(found)} packages" + (f", {len(unpinned)} not pinned" if unpinned else "")
    findings = [f"{name} is {version}, and {pinned[name]} is pinned" for name, version in sorted(different.items())]
    return Check("versions, against constraints.txt", scope, tuple(findings))


def files(installed: Iterable[Distribution], site: Path) -> Check:
    """Compare each installed file with the hash in its package's record, and find files that belong to no package."""
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
    unknown = sorted(path for path in _files_in(site) if path.resolve() not in known)
    findings += [f"{path.relative_to(site)} came with no package" for path in unknown]
    return Check("files, against their records", f"{len(known):,} files", tuple(findings))


def registry(locked: str, listed: str) -> Check:
    """Whether the registry lists each locked file; `listed` is a lock file made just now."""
    current, findings = hashes(listed), []
    for entry, locked_hashes in hashes(locked).items():
        if gone := locked_hashes - current.get(entry, set()):
            findings.append(f"{entry}: {len(gone)} of {len(locked_hashes)} locked files are not in the registry")
    return Check("locked hashes, against the registry", f"{len(hashes(locked))} packages", tuple(findings))


def vulnerabilities(report: str, pinned: Mapping[str, str]) -> Check:
    """The findings in a JSON report of pip-audit. Packages that it skipped count as not checked."""
    rows = json.loads(report)["dependencies"]
    findings = [
        f"{row['name']} {row['version']}: {advisory['id']}"
        + (f", mended in {', '.join(advisory['fix_versions'])}" if advisory["fix_versions"] else "")
        for row in rows
        for advisory in row.get("vulns", ())
    ]
    checked = [row for row in rows if "skip_reason" not in row]
    scope = f"{len(checked)} of {len(pinned)} packages"
    skipped = None if len(checked) == len(pinned) else "the registry told nothing of the others"
    return Check("known vulnerabilities", scope, tuple(findings), None if findings else skipped)


def main() -> int:
    """Run all checks, print their results, and return the exit code."""
    pinned, installed = pins(PINS.read_text("utf-8")), list(distributions(path=[sysconfig.get_path("purelib")]))
    checks = [
        versions(installed, pinned),
        files(installed, Path(sysconfig.get_path("purelib"))),
        _check_registry(),
        _check_vulnerabilities(pinned),
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
    """Write requirements.lock and return the exit code."""
    listed = _current_lock()
    if listed.returncode:
        print(f"Nothing was locked: {_failure_reason(listed)}.", file=sys.stderr)
        return 2
    LOCK.write_text(listed.stdout, "utf-8")
    return 0


def _current_lock() -> subprocess.CompletedProcess[str]:
    """A lock file of the pinned packages with the hashes that the registry lists now, for every platform."""
    options = ("--quiet", "--no-deps", "--no-annotate", "--no-header", "--generate-hashes")
    unhashed = (option for name in sorted(UNHASHED) for option in ("--no-emit-package", name))
    return _run("uv", "pip", "compile", *options, *unhashed, str(PINS))


def _check_registry() -> Check:
    listed = _current_lock()
    if listed.returncode:
        return Check("locked hashes, against the registry", "", (), _failure_reason(listed))
    return registry(LOCK.read_text("utf-8"), listed.stdout)


def _check_vulnerabilities(pinned: Mapping[str, str]) -> Check:
    options = ("--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json")
    done = _run("pip-audit", "--requirement", str(PINS), *options)
    try:
        return vulnerabilities(done.stdout, pinned)
    except (ValueError, KeyError):
        return Check("known vulnerabilities", "", (), _failure_reason(done))


def _run(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([_TOOLS / tool, *arguments], capture_output=True, text=True, check=False)


def _failure_reason(done: subprocess.CompletedProcess[str]) -> str:
    lines = done.stderr.strip().splitlines()
    return f"the registry could not be asked ({lines[-1].strip()[:100] if lines else done.returncode})"


def _files_in(site: Path) -> Iterator[Path]:
    return (path for path in site.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _normalise(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(lock() if "--lock" in sys.argv else main())
