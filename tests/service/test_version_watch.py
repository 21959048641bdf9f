"""A service that runs while versions come and go. The watch is told when to look, so that no test waits."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from shutil import copytree

import psutil
import pytest
from fastapi.testclient import TestClient

from index.build import ingest
from index.folder import IndexFolder
from service.api import create_app
from service.serving import Serving
from service.settings import Settings
from service.version_watch import TRY_AGAIN_SECONDS, VersionWatch
from service.wiring import VersionLoader

QUESTION = {"question": "can I drive"}


class Service:
    """A service over an index folder, and a clock that can be turned."""

    def __init__(self, folder: Path) -> None:
        self.folder = IndexFolder(folder)
        self.now = 0.0
        self.serving = Serving()
        settings = Settings(index=folder, desk=True)
        self.watch = VersionWatch(self.folder, self.serving, VersionLoader(settings).load, clock=lambda: self.now)
        self.client = TestClient(create_app(self.serving))

    def asked(self) -> str:
        """The version that answers a question."""
        answer = self.client.post("/api/ask", json=QUESTION)
        assert answer.status_code == 200
        version: str = answer.json()["index_version"]
        return version


@pytest.fixture
def add_page(tmp_path: Path, pages_folder: Path, tiny_encoder: Path) -> Callable[[IndexFolder, str], str]:
    """Ingests the three pages and one more, and returns the name of the version."""

    def add(folder: IndexFolder, name: str) -> str:
        page = tmp_path / f"{name}.md"
        page.write_text(f"# {name}\n\n## Where is the {name}?\n\nThe {name} stands in the yard.\n", "utf-8")
        ingest(folder, [str(pages_folder), str(page)], str(tiny_encoder))
        return folder.current().name

    return add


@pytest.fixture
def service(built_index: Path, tmp_path: Path) -> Iterator[Service]:
    service = Service(Path(copytree(built_index, tmp_path / "index")))
    yield service
    service.serving.take_up(None)


def test_until_the_index_is_loaded_it_lives_but_is_not_ready(service: Service) -> None:
    assert service.client.get("/health/live").status_code == 200
    for response in (service.client.get("/health/ready"), service.client.post("/api/ask", json=QUESTION)):
        assert (response.status_code, response.headers["retry-after"]) == (503, "5")
        assert response.json()["type"] == "/docs#problem-busy"
    for page in (service.client.post("/", data=QUESTION), service.client.get("/pages/any")):
        assert (page.status_code, page.headers["retry-after"]) == (503, "5")
        assert "For help right now, call your local emergency number." in page.text
    service.watch.look()
    assert service.client.get("/health/ready").json()["index_version"] == service.asked()


def test_a_new_version_is_taken_up_and_a_roll_back_too(
    service: Service, add_page: Callable[[IndexFolder, str], str]
) -> None:
    service.watch.look()
    first = service.asked()
    second = add_page(service.folder, "greenhouse")
    assert service.asked() == first  # nobody has looked yet
    service.watch.look()
    assert service.asked() == second
    assert "greenhouse" in {page["title"] for page in service.client.get("/api/sources").json()}
    assert "Where is the greenhouse?" in service.client.get("/questions.json").json()
    assert service.serving.report["pages"]
    service.folder.roll_back()
    service.watch.look()
    assert service.asked() == first == service.client.get("/health/ready").json()["index_version"]
    assert "Where is the greenhouse?" not in service.client.get("/questions.json").json()


def test_a_look_without_news_loads_nothing(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for _ in range(3):
        service.watch.look()
    assert caplog.text.count("serves.") == 1


def test_a_damaged_version_is_not_taken_up_and_the_log_says_why_once(
    service: Service, add_page: Callable[[IndexFolder, str], str], caplog: pytest.LogCaptureFixture
) -> None:
    service.watch.look()
    first = service.asked()
    second = add_page(service.folder, "greenhouse")
    library = service.folder.current() / "library.sqlite"
    whole = library.read_bytes()
    library.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    for _ in range(3):
        service.watch.look()
    assert service.asked() == first
    assert caplog.text.count(f"{first} goes on serving") == 1
    assert "library.sqlite is damaged" in caplog.text
    library.write_bytes(whole)  # mended in place: tried again after a while, without a new version
    service.now = TRY_AGAIN_SECONDS
    service.watch.look()
    assert service.asked() == second


def test_a_folder_that_is_gone_leaves_the_version_that_serves(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    service.watch.look()
    first = service.asked()
    (service.folder.path / "current").unlink()
    service.watch.look()
    assert service.asked() == first
    assert "There is no index" in caplog.text


def test_a_request_under_way_ends_with_the_version_it_began_with(
    service: Service, add_page: Callable[[IndexFolder, str], str]
) -> None:
    service.watch.look()
    with service.serving.now() as version:
        add_page(service.folder, "greenhouse")
        service.watch.look()
        assert service.asked() != version.name
        assert version.answerer.answer("can I drive").index_version == version.name
        assert version.library.counts()["pages"] == 3


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="files of a process are counted on Linux")
def test_versions_that_were_replaced_leave_no_file_open(
    service: Service, add_page: Callable[[IndexFolder, str], str]
) -> None:
    service.watch.look()
    add_page(service.folder, "greenhouse")
    service.watch.look()
    names = service.folder.versions()
    service.asked()
    before = psutil.Process().num_fds()
    for number in range(6):
        service.folder.roll_back(names[number % 2])
        service.watch.look()
        assert service.asked() == names[number % 2]
    assert psutil.Process().num_fds() <= before


def test_the_thread_of_a_watch_loads_by_itself_and_ends_when_told(service: Service) -> None:
    app = create_app(service.serving, watch=service.watch)
    with TestClient(app) as client:
        for _ in range(1000):
            if client.get("/health/ready").status_code == 200:
                break
            os.sched_yield()
        assert client.post("/api/ask", json=QUESTION).status_code == 200
    with suppress(RuntimeError):
        service.watch.stop()
    assert service.serving.version is None
