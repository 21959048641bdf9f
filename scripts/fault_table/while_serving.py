"""Ingests and roll-backs under a running service that is being asked all the time: no question may be dropped."""

import json
import random
import time
import urllib.request
from threading import Event, Thread

from scripts.fault_table.ingests import begin, ended
from scripts.fault_table.place import QUESTIONS, RESULTS, Place
from scripts.fault_table.tally import HALF, LOST, Tally
from scripts.load import served

CLIENTS = 2
PAUSE = 0.25  # seconds after each answer: both clients have one address, and stay below the limit on it
LONGEST_TAKING_UP = 60.0  # seconds


def ingests_and_roll_backs(place: Place, times: int, chance: random.Random) -> Tally:
    """So many changes of the version, in turn by an ingest and by a roll-back, while clients ask."""
    tally = Tally("ingest and roll-back while serving", "questions asked over HTTP all the time", times)
    with place.copy(place.base) as folder, served(folder.path, 1, place.scratch / "log") as (port, _):
        address, ended_asking = f"http://127.0.0.1:{port}", Event()
        clients = [Thread(target=_ask, args=(place, address, ended_asking, tally)) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        for number in range(times):
            if number % 2:
                folder.roll_back()
                how = "roll-back done"
            else:
                pages = place.new_pages if number % 4 == 0 else place.old_pages
                how = f"ingest {ended(begin(folder.path, pages))}"
            taken_up = _is_taken_up(address, folder.current().name)
            tally.note(f"{how}, taken up" if taken_up else f"{how}, not taken up")
            time.sleep(chance.random() / 2)
        ended_asking.set()
        for client in clients:
            client.join()
    return tally


def _ask(place: Place, address: str, is_over: Event, tally: Tally) -> None:
    """Ask one question after the other; each must be answered as the old version or the new one does."""
    chance = random.Random()  # noqa: S311  # no secret
    while not is_over.is_set():
        question = chance.choice(QUESTIONS)
        body = json.dumps({"question": question, "top": RESULTS}).encode()
        request = urllib.request.Request(f"{address}/api/ask", body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                answer = json.load(response)
        except OSError as error:
            tally.hurt(LOST, f"no answer while serving: {error}")
            time.sleep(PAUSE)
            continue
        shown = [(result["source"]["title"], result["text"]) for result in answer["results"]]
        if shown not in (place.old_answers[question], place.new_answers[question]):
            tally.hurt(HALF, f"an answer of {answer['index_version']} that neither version gives")
        tally.note("question answered")
        time.sleep(PAUSE)


def _is_taken_up(address: str, version: str) -> bool:
    ends = time.monotonic() + LONGEST_TAKING_UP
    while time.monotonic() < ends:
        with urllib.request.urlopen(f"{address}/health/ready", timeout=30) as response:
            if json.load(response)["index_version"] == version:
                return True
        time.sleep(0.1)
    return False
