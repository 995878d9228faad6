"""A real Chromium without a window, driven by the Chrome DevTools Protocol, that says which words a link highlights."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
from PIL import Image

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
"""Of the program; Debian's is `chromium`."""
WIDTH, HEIGHT = 900, 1900
"""Of the window: narrow enough that sentences take several lines, high enough that nothing has to be scrolled to."""
STYLE = "<style>body{background:white;color:black} ::target-text{background:rgb(255,0,0);color:rgb(255,0,0)}</style>"
"""To be in the page: what is highlighted is red all over."""

_WORDS = """
(() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (const match of node.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const boxes = [...range.getClientRects()].filter(box => box.width > 0);
      found.push([match[0], boxes.map(box => [box.left, box.top, box.right, box.bottom]),
                  node.parentElement.closest('sup') !== null]);
    }
  }
  return found;
})()
"""


def executable() -> str | None:
    """The path of the browser; None where none is installed that starts."""
    return next((path for name in NAMES if (path := shutil.which(name)) and _starts(path)), None)


def _starts(path: str) -> bool:
    """Whether it shows a page; one that was installed in part does not."""
    page = [path, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "data:text/html,<p>ready"]
    try:
        return b"<p>ready" in subprocess.run(page, capture_output=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return False


class Chromium:
    """A tab of the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0

    async def highlighted(self, url: str) -> list[str]:
        """Open a page, another than the one shown: the words highlighted in it, but for marks of footnotes (`sup`)."""
        await self._send("Page.navigate", url=url)
        await self._loaded()
        words = (await self._send("Runtime.evaluate", expression=_WORDS, returnByValue=True))["result"]["value"]
        shot = await self._send("Page.captureScreenshot", format="png", optimizeForSpeed=True)
        image = Image.open(BytesIO(base64.b64decode(shot["data"]))).convert("RGB")
        return [
            word
            for word, boxes, is_mark in words
            if not is_mark and boxes and all(_is_red(image, box) for box in boxes)
        ]

    async def _loaded(self) -> None:
        """Wait for the page to be laid out and drawn, with its highlight."""
        while True:
            state = await self._send("Runtime.evaluate", expression="document.readyState", returnByValue=True)
            if state["result"].get("value") == "complete":
                break
            await asyncio.sleep(0.01)
        drawn = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        await self._send("Runtime.evaluate", expression=drawn, awaitPromise=True)

    async def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        await self._socket.send_str(json.dumps({"id": self._number, "method": method, "params": parameters}))
        async for message in self._socket:
            reply = json.loads(message.data)
            if reply.get("id") == self._number:
                assert "error" not in reply, reply
                return dict(reply["result"])
        raise ConnectionError("the browser is gone")

    async def prepare(self) -> None:
        await self._send("Page.enable")
        await self._send(
            "Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=False
        )


def _is_red(image: Image.Image, box: list[float]) -> bool:
    left, top, right, bottom = box
    middle = (top + bottom) / 2
    points = [(left + share * (right - left), middle) for share in (0.1, 0.5, 0.9)]
    return all(image.getpixel((int(x), int(y))) == (255, 0, 0) for x, y in points)


@asynccontextmanager
async def browser(program: str, folder: Path) -> AsyncIterator[Chromium]:
    """Start the browser with an empty profile in a folder, and end it afterwards."""
    arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--no-first-run"]
    process = await asyncio.create_subprocess_exec(
        program,
        *arguments,
        "--remote-debugging-port=0",
        f"--user-data-dir={folder}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder)},
    )
    try:
        port_file = folder / "DevToolsActivePort"
        async with asyncio.timeout(30):
            while not port_file.exists() or not port_file.read_text():
                assert process.returncode is None, "the browser ended"
                await asyncio.sleep(0.05)
        port = port_file.read_text().split()[0]
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json") as response:
                tabs = await response.json()
            address = next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
            async with session.ws_connect(address, max_msg_size=0) as socket:
                tab = Chromium(socket)
                await tab.prepare()
                yield tab
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
