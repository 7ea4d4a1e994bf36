"""The command line: the contract's columns out, bad files refused by file, line, field and mend."""

import csv
import json
import re

import pytest

from anomaly.__main__ import main
from anomaly.commands.teller import Teller

FACILITIES = "facility_id,community,category,stars,rooms,beds,lat,lon,opened,closed\n"
FILINGS = "facility_id,date,rooms_occupied,guests,arrivals\n"
EVIDENCE = "facility_id,community,date_from,date_to,kind,value\n"
CHECKS = "facility_id,date,observed_guests,design,inclusion_probability\n"
ONE = FACILITIES + "h1,c,hotel,3,10,20,49.8,24.0,,\n"
NIGHT = FILINGS + "h1,2026-01-01,5,9,4\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    assert (
        main(
            [
                "simulate",
                "--out",
                str(folder),
                "--facilities",
                "40",
                "--nights",
                "120",
                "--communities",
                "2",
                "--seed",
                "4",
            ]
        )
        == 0
    )
    return folder


def scan_files(folder, out, **more):
    given = [f"--{name}={path}" for name, path in more.items()]
    return main(
        [
            "scan",
            "--facilities",
            str(folder / "facilities.csv"),
            "--filings",
            str(folder / "filings.csv"),
            "--out",
            str(out),
            *given,
        ]
    )


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_columns_are_the_contracts(made, tmp_path):
    assert scan_files(made, tmp_path) == 0
    facilities, days = rows_of(tmp_path / "facilities.csv"), rows_of(tmp_path / "days.csv")
    assert facilities[0][:14] == [
        "facility_id",
        "date_from",
        "date_to",
        "declared_nights",
        "plausible_nights",
        "plausible_low",
        "plausible_high",
        "gap_nights",
        "gap_low",
        "gap_high",
        "p_value",
        "q_value",
        "score",
        "reasons",
    ]
    assert days[0][:8] == [
        "facility_id",
        "date",
        "declared",
        "expected",
        "low",
        "high",
        "p_value",
        "flag",
    ]
    assert len(facilities) == 41
    assert len(days) == len(rows_of(made / "filings.csv"))
    scores = [float(row[12]) for row in facilities[1:]]
    assert scores == sorted(scores, reverse=True)
    for row in facilities[1:]:
        for reason in json.loads(row[13]):
            assert reason["code"] == reason["code"].upper()
    run = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert set(run["inputs"]) == {"facilities", "filings"}
    assert not list(tmp_path.glob("*.part"))


def test_the_same_files_give_the_same_bytes(made, tmp_path):
    for name in ("a", "b"):
        assert scan_files(made, tmp_path / name) == 0
    for name in ("facilities.csv", "days.csv", "run.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_evidence_and_checks_are_taken(made, tmp_path):
    evidence, checks = tmp_path / "e.csv", tmp_path / "c.csv"
    evidence.write_text(
        EVIDENCE + "f000001,,2026-08-01,2026-08-31,water_m3,31.5\n"
        ",c000,2026-08-01,2026-08-31,mobile_visitors,900\n"
    )
    checks.write_text(CHECKS + "f000001,2026-08-03,4,random,0.02\n")
    assert scan_files(made, tmp_path / "out", evidence=evidence, checks=checks) == 0
    run = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert run["notes"] == ["EVIDENCE_KIND_NOT_USED:mobile_visitors"]


def test_parquet_says_the_same_as_csv(made, tmp_path):
    pytest.importorskip("pyarrow")
    from pyarrow import csv as arrow_csv
    from pyarrow import parquet

    for name in ("facilities", "filings"):
        parquet.write_table(arrow_csv.read_csv(made / f"{name}.csv"), tmp_path / f"{name}.parquet")
    assert (
        main(
            [
                "scan",
                "--facilities",
                str(tmp_path / "facilities.parquet"),
                "--filings",
                str(tmp_path / "filings.parquet"),
                "--out",
                str(tmp_path / "p"),
            ]
        )
        == 0
    )
    assert scan_files(made, tmp_path / "c") == 0
    assert (tmp_path / "p" / "days.csv").read_bytes() == (tmp_path / "c" / "days.csv").read_bytes()


def test_a_byte_order_mark_and_windows_lines_are_welcome(made, tmp_path):
    for name in ("facilities.csv", "filings.csv"):
        text = (made / name).read_text(encoding="utf-8").replace("\n", "\r\n")
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert scan_files(tmp_path, tmp_path / "out") == 0


BAD_FILINGS = [
    (b"", "file.empty", 1),
    (b"  \n", "file.empty", 1),
    (FILINGS.encode(), "filings.empty", 1),
    (b"facility_id,date,guests\nh1,2026-01-01,3\n", "file.columns", 1),
    (b"facility_id;date;rooms_occupied;guests;arrivals\n", "file.columns", 1),
    (FILINGS.replace("rooms_occupied", "guests").encode(), "file.column_twice", 1),
    (NIGHT.encode() + b"h1,2026-01-02,5\n", "file.cells", 3),
    (NIGHT.encode() + b'h1,2026-01-02,"5,9,4\n', "file.csv", 3),
    (NIGHT.encode() + b"h1,2026-01-02,5,-9,4\n", "cell.range", 3),
    (NIGHT.encode() + b"h1,2026-01-02,5,NaN,4\n", "cell.number", 3),
    (NIGHT.encode() + b"h1,2026-01-02,5,inf,4\n", "cell.range", 3),
    (NIGHT.encode() + b"h1,2026-01-02,5,1e20,4\n", "cell.range", 3),
    (NIGHT.encode() + b"h1,2026-01-02,5,true,4\n", "cell.number", 3),
    (NIGHT.encode() + b"h1,2026-01-02,5,9.5,4\n", "cell.whole", 3),
    (NIGHT.encode() + b"h1,2026-01-02,5,,4\n", "cell.blank", 3),
    (NIGHT.encode() + b",2026-01-02,5,9,4\n", "cell.blank", 3),
    (NIGHT.encode() + b"h1,02.01.2026,5,9,4\n", "cell.date", 3),
    (NIGHT.encode() + b"h1,2026-02-30,5,9,4\n", "cell.date", 3),
    (NIGHT.encode() + b"h1,2026-01-01,5,9,4\n", "filings.duplicate_night", 3),
    (NIGHT.encode() + b"h2,2026-01-02,5,9,4\n", "filings.unknown_facility", 3),
    (NIGHT.encode() + b"h1,0026-01-02,5,9,4\n", "filings.span_too_long", 3),
    (NIGHT.encode() + b"h1,2062-01-02,5,9,4\nh1,2026-01-02,5,9,4\n", "filings.span_too_long", 3),
    (NIGHT.encode() + b"h1,31.02.2026,5,9,4\n", "cell.date", 3),
    (NIGHT.encode() + b"h1,2026-01-02,5,1_0,4\n", "cell.number", 3),
    (NIGHT.encode() + "h1,2026-01-02,5,١٢,4\n".encode(), "cell.number", 3),
    (NIGHT.encode() + b"h1,2026-01-02,5,9,4,\n", "file.cells", 3),
    (NIGHT.encode() + b"\n\nh1,2026-01-02,5,-9,4\n", "cell.range", 5),
    (NIGHT.encode() + b'"h1","2026-01-02","5","-9","4"\n', "cell.range", 3),
    (NIGHT.encode() + b'h1,2026-01-02,5,9,"4"5\n', "file.csv", 3),
    (NIGHT.encode() + "h1,2026-01-02,5,9,«4»\n".encode("cp1251"), "file.encoding", 3),
    (NIGHT.encode("utf-16"), "file.encoding", 1),
    (NIGHT.encode() + b"h1,2026-01-02,5,9\x00,4\n", "file.encoding", 3),
    (NIGHT.encode() + b"h1,2026-01-02,5,9," + b"4" * 300 + b"\n", "file.cell_too_long", 3),
]


@pytest.mark.parametrize(
    ("filings", "code", "line"),
    BAD_FILINGS,
    ids=[f"{code}-{at}" for at, (_, code, _) in enumerate(BAD_FILINGS)],
)
def test_a_bad_filings_file_is_refused_with_place_and_mend(tmp_path, capsys, filings, code, line):
    (tmp_path / "facilities.csv").write_text(ONE, encoding="utf-8")
    (tmp_path / "filings.csv").write_bytes(filings)
    assert scan_files(tmp_path, tmp_path / "out") == 2
    told = capsys.readouterr().err
    assert f"error: {code} " in told
    assert "filings.csv" in told
    assert f"line={line} " in told
    assert "mend=" in told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("facilities", "code"),
    [
        (ONE + "h1,c,hotel,3,10,20,49.8,24.0,,\n", "facilities.duplicate"),
        (ONE + "h2,c,hotel,3,-1,20,49.8,24.0,,\n", "cell.range"),
        (ONE + "h2,c,hotel,3,10,20,149.8,24.0,,\n", "cell.range"),
        (ONE + "h2,c,hotel,3,10,20,49.8,24.0,soon,\n", "cell.date"),
        (ONE + "h2,c,hotel,3,10,20,49.8,24.0,2026-02-01,2026-01-31\n", "facilities.span_reversed"),
    ],
)
def test_a_bad_facilities_file_is_refused_with_its_line(tmp_path, capsys, facilities, code):
    (tmp_path / "facilities.csv").write_text(facilities, encoding="utf-8")
    (tmp_path / "filings.csv").write_text(NIGHT, encoding="utf-8")
    assert scan_files(tmp_path, tmp_path / "out") == 2
    told = capsys.readouterr().err
    assert f"error: {code} " in told
    assert "line=3 " in told


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("evidence", EVIDENCE + ",,2026-01-01,2026-01-31,water_m3,3\n", "evidence.nobody"),
        ("evidence", EVIDENCE + "h1,,2026-02-01,2026-01-31,water_m3,3\n", "evidence.span_reversed"),
        ("evidence", EVIDENCE + "h1,,2026-01-01,2026-01-31,water_m3,-3\n", "cell.range"),
        ("checks", CHECKS + "h1,2026-01-01,3,hunch,0.1\n", "checks.design_unknown"),
        ("checks", CHECKS + "h1,2026-01-01,3,random,2\n", "cell.range"),
        ("checks", CHECKS + "h1,2026-01-01,3,random,0\n", "checks.probability_out_of_range"),
    ],
)
def test_bad_evidence_and_checks_are_refused(tmp_path, capsys, name, text, code):
    (tmp_path / "facilities.csv").write_text(ONE, encoding="utf-8")
    (tmp_path / "filings.csv").write_text(NIGHT, encoding="utf-8")
    (tmp_path / "given.csv").write_text(text, encoding="utf-8")
    assert scan_files(tmp_path, tmp_path / "out", **{name: tmp_path / "given.csv"}) == 2
    told = capsys.readouterr().err
    assert f"error: {code} " in told
    assert "line=2 " in told


def test_a_missing_file_and_an_unknown_country_end_with_two(tmp_path, capsys, made):
    assert scan_files(tmp_path, tmp_path / "out") == 2
    assert "file.not_found" in capsys.readouterr().err
    assert scan_files(made, tmp_path / "out", country="ZZ") == 2
    assert "country.unknown" in capsys.readouterr().err
    assert scan_files(made, tmp_path / "out", country="Ukraine") == 2
    assert "country is 'Ukraine'" in capsys.readouterr().err


def test_the_number_of_processes_is_the_callers_and_changes_no_byte(made, tmp_path, capsys):
    for workers in (1, 2):
        assert scan_files(made, tmp_path / str(workers), workers=workers) == 0
    for name in ("facilities.csv", "days.csv", "run.json"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()
    assert scan_files(made, tmp_path / "out", workers=0) == 2
    assert "workers is 0; expected 1 to 256." in capsys.readouterr().err


def test_the_seconds_of_each_phase_are_told_when_asked_for(made, tmp_path, capsys):
    files = [f"--{name}={made / name}.csv" for name in ("facilities", "filings")]
    assert main(["scan", *files, f"--out={tmp_path}", "--seconds"]) == 0
    told = capsys.readouterr().err
    assert re.fullmatch(r"reading [\d.]+ s, judging [\d.]+ s, writing [\d.]+ s\n", told)


def test_a_simulated_folder_holds_the_truth_beside_it(made):
    truth = rows_of(made / "truth_facilities.csv")
    assert truth[0] == ["facility_id", "kind", "hard", "true_nights", "hidden_nights"]
    assert len(rows_of(made / "truth_nights.csv")) == len(rows_of(made / "filings.csv"))
    assert sum(row[1] != "" for row in truth[1:]) == 5


def test_calibrate_prints_nominal_against_measured(capsys):
    assert main(["calibrate", "--towns", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["honest.p_below_0.05"]["nominal"] == 0.05


def test_long_work_says_how_far_it_is(capsys, monkeypatch):
    teller = Teller("towns")
    teller(1, 3)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(teller, "last", teller.last - 60)
    teller(2, 3)
    assert capsys.readouterr().err == "2/3 towns\n"
