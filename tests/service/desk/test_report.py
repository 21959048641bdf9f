from bs4 import BeautifulSoup
from fastapi.testclient import TestClient


def test_the_report_tells_of_every_page_what_was_left_out_and_what_looks_wrong(desk: TestClient) -> None:
    page = BeautifulSoup(desk.get("/desk/report").text, "html.parser").main
    assert page
    for words in ("Your stay", "3 passages", "“Top of <page>” (navigation)", "review was due", "pages/scan.pdf"):
        assert words in page.text


def test_the_report_leads_to_the_page_itself(desk: TestClient) -> None:
    page = BeautifulSoup(desk.get("/desk/report").text, "html.parser")
    link = page.find("a", string="Your stay")
    assert link
    assert desk.get(str(link["href"])).status_code == 200


def test_there_is_no_desk_unless_it_is_switched_on(client: TestClient) -> None:
    assert client.get("/desk/report").status_code == 404
    assert client.get("/desk/login").status_code == 404
