"""Stands for `python -m bot` in the theatre's tests: seeds, invites, and answers each message with its clock.

What goes wrong is told by the company file's text: `no seed`, `no start`, `no invite`, `deaf`.
"""

import json
import os
import signal
import sys
import time
import urllib.request
from pathlib import Path

company = Path(os.environ["HELAVAGEN_COMPANY"]).read_text()
command = sys.argv[1]

if command == "seed":
    if "no seed" in company:
        sys.exit("company.toml: emergency.phone is missing")
    household = [
        {"code": "HHHHHHHSVA", "home": "1", "language": "sv", "person": "adult"},
        {"code": "HHHHHHHFAA", "home": "2", "language": "fa_AF", "person": "adult"},
        {"code": "HHHHHHHFAB", "home": "2", "language": "fa_AF", "person": "helper"},
        {"code": "HHHHHHHARA", "home": "3", "language": "ar", "person": "adult"},
    ]
    caretaker = [{"code": "CARETAKERA", "areas": ["a"]}, {"code": "CARETAKERB", "areas": ["a", "b"]}]
    print(json.dumps({"household": household, "caretaker": caretaker, "staff": [{"code": "STAFFSTAFF"}]}))
elif command == "invite":
    print(
        "no code today" if "no invite" in company else json.dumps({"code": "NEWCDEFGHJ", "role": sys.argv[2]})
    )
elif command == "run":
    if "no start" in company:
        print("emergency.phone is missing", file=sys.stderr)
        sys.exit(2)
    if "deaf" in company:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    root = f"{os.environ['HELAVAGEN_API_URL']}/bot{os.environ['HELAVAGEN_TOKEN']}"

    def call(method: str, **params: object) -> list[dict]:
        body = json.dumps(params).encode()
        request = urllib.request.Request(f"{root}/{method}", body, {"Content-Type": "application/json"})
        with opener.open(request, timeout=30) as answer:
            return json.load(answer)["result"]

    offset = 0
    while True:
        for update in call("getUpdates", offset=offset, timeout=20):
            offset = update["update_id"] + 1
            clock = Path(os.environ["HELAVAGEN_CLOCK"]).read_text().strip()
            call(
                "sendMessage",
                chat_id=update["message"]["chat"]["id"],
                text=f"{update['message']['text']} {clock}",
            )
        time.sleep(0.01)
