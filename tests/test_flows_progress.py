"""How far a run has come: who is told, and what is seen of it."""

import contextlib
import io
import itertools
import logging

import pytest
from studies import study

from flows import progress, terminal
from flows.cli import DONE, main
from flows.pace import Pace
from flows.progress import Count, Progress, told


@pytest.fixture
def heard(monkeypatch):
    """What an observer hears."""
    found = []
    monkeypatch.setattr(progress, "OBSERVERS", [found.append])
    return found


def test_an_observer_hears_how_far_a_stage_has_come(heard):
    told("read", 3, 12)
    assert heard == [Progress("read", 3, 12)]


def test_an_observer_that_fails_takes_neither_the_run_nor_another_along(heard):
    def fails(_):
        raise RuntimeError

    progress.OBSERVERS.insert(0, fails)
    told("code", 1, 2)
    assert heard == [Progress("code", 1, 2)]


def test_what_is_known_already_counts_as_done_at_once(heard):
    count = Count("code", 10, 4)
    done = count.each([2, 3])
    done(1)
    done(0)
    count.add(5)
    assert [one.done for one in heard] == [4, 7, 9, 10]


def test_a_run_tells_each_stage_from_its_beginning_to_its_end(heard, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    study(tmp_path)
    main(["run", "--untracked", "--format", "html", "--language", "en"])
    stages = {one.stage: [] for one in heard}
    for one in heard:
        stages[one.stage].append(one.done)
    assert {name: (done[0], done[-1]) for name, done in stages.items()} == {
        "read": (0, 3),
        "code": (0, 3),
        "write": (0, 6),
    }
    assert all(done == sorted(done) for done in stages.values())


# Time left


def paced(*news, stage="code", total=100):
    """A stage of which there is news: how many are done, and when."""
    pace = Pace(Progress(stage, news[0][0], total), news[0][0], news[0][1])
    for done, when in news[1:]:
        pace.add(Progress(stage, done, total), when)
    return pace


def test_the_time_left_is_told_once_it_is_known():
    few = paced((0, 0), (5, 5), (10, 10), (15, 15))
    assert few.left(15) == ""
    assert paced((0, 0), (5, 5), (10, 10), (15, 15), (20, 20)).left(20) == "about 80 seconds left"


def test_what_was_known_already_says_nothing_of_the_rate():
    pace = paced((60, 0), (61, 10), (62, 20), (63, 30), (64, 40))
    assert pace.left(40) == "about 6 minutes left"


def test_the_time_left_goes_down_while_nothing_comes_in_and_never_below_nothing():
    pace = paced((0, 0), (10, 10), (20, 20), (30, 30), (40, 40))
    assert [pace.left(now) for now in (40, 60, 95, 101)] == [
        "about 60 seconds left",
        "about 40 seconds left",
        "about 10 seconds left",
        "",
    ]


def test_results_that_come_in_together_do_not_make_the_time_left_jump():
    """Two processes give a batch each at almost the same time, and then nothing for long."""
    news = [(0, 0.0)]
    for turn in range(1, 11):
        news += [(10 * turn - 5, 60.0 * turn), (10 * turn, 60.0 * turn + 1)]
    left = []
    for upto in range(5, len(news)):
        pace = paced(*news[:upto])
        left.append(pace.end - news[upto - 1][1])
    assert max(later - sooner for sooner, later in itertools.pairwise(left)) <= 60


@pytest.mark.parametrize(
    ("rate", "said"), [(0.01, "about 3 hours left"), (0.5, "about 3 minutes left")]
)
def test_long_times_are_told_in_minutes_and_hours(rate, said):
    assert paced(*((n, n / rate) for n in range(5))).left(4 / rate) == said


# The bar


PACE = paced((0, 0), (100, 60), (200, 120), (300, 180), (400, 240), total=1000)


def test_the_bar_has_stage_count_and_time_left():
    assert terminal.barred(PACE, 240, 80) == (
        "Coding  ████████░░░░░░░░░░░░ 400/1,000 transcripts, about 6 minutes left"
    )


@pytest.mark.parametrize("columns", [0, 1, 10, 20, 30, 40, 60, 80, 300])
def test_the_line_never_fills_the_terminal(columns):
    line = terminal.barred(PACE, 240, columns)
    assert len(line) <= max(0, columns - 5)
    assert columns < 30 or "400/1,000" in line


def test_where_the_terminal_has_no_such_signs_the_bar_is_drawn_with_others():
    assert terminal._signs("utf-8") == terminal._signs("cp437") == "█░"
    assert terminal._signs("latin-1") == terminal._signs(None) == "#."
    assert "########............" in terminal.barred(PACE, 240, 80, terminal._signs("ascii"))


class Screen(io.StringIO):
    """A terminal that keeps what was written to it, and shows the lines that a person sees."""

    encoding = "utf-8"

    def isatty(self):
        return True

    def seen(self):
        lines = []
        for row in self.getvalue().split("\n"):
            cells = []
            for piece in row.split("\r"):
                cells[: len(piece)] = piece
            lines.append("".join(cells).rstrip())
        return lines


@pytest.fixture
def screen(monkeypatch):
    """A terminal, with what the command line logs on it; bars are drawn when the test says so."""
    found = Screen()
    monkeypatch.setattr(terminal, "_EVERY", 3600.0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("CI", raising=False)
    handler = terminal.LineHandler(found)
    monkeypatch.setattr(progress.LOGGER, "handlers", [handler])
    monkeypatch.setattr(progress.LOGGER, "propagate", False)
    monkeypatch.setattr(progress.LOGGER, "level", logging.INFO)
    return found


@contextlib.contextmanager
def shown_on(screen):
    """What the command line does around a run."""
    with contextlib.redirect_stderr(screen), terminal.shown():
        yield


def drawn():
    (bar,) = terminal._bars
    bar._draw()


def test_a_line_that_is_told_meanwhile_stands_above_the_bar(screen):
    with shown_on(screen):
        told("read", 1, 4)
        drawn()
        progress.LOGGER.warning("Prefect gave up")
        drawn()
        assert screen.seen() == ["Prefect gave up", "Reading █████░░░░░░░░░░░░░░░ 1/4 files"]
    assert screen.seen() == ["Prefect gave up", ""]


def test_the_line_that_ends_a_stage_takes_the_place_of_its_bar(screen):
    with shown_on(screen):
        told("read", 3, 3)
        drawn()
        progress.say("Read 3 files: 3 transcripts")
        drawn()
        assert screen.seen() == ["Read 3 files: 3 transcripts", ""]
        told("code", 0, 3)
        drawn()
        assert screen.seen()[1].startswith("Coding  ░░░")


def test_the_bar_leaves_nothing_behind_however_the_run_ends(screen):
    def stopped():
        with shown_on(screen):
            told("write", 1, 3)
            drawn()
            screen.write("^C")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert screen.seen() == [""]
    assert terminal._bars == []


def test_a_bar_is_shown_once(screen):
    with shown_on(screen), terminal.shown():
        told("read", 1, 2)
        assert len(terminal._bars) == 1
    assert screen.seen() == [""]


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"CI": "true"}])
def test_where_a_log_is_kept_no_bar_is_drawn(environment):
    assert not terminal._is_live(Screen(), environment)
    assert not terminal._is_live(io.StringIO(), {})
    assert terminal._is_live(Screen(), {"NO_COLOR": "1"})  # the bar has no colour


def test_without_a_terminal_a_long_stage_is_told_in_plain_lines(screen, monkeypatch):
    monkeypatch.setattr(terminal, "_SECONDS_A_LINE", 0.0)
    with shown_on(io.StringIO()):
        told("code", 0, 1000)
        told("code", 120, 1000)
        told("code", 1000, 1000)
    assert screen.seen() == [
        "Coding: 0 of 1,000 transcripts",
        "Coding: 120 of 1,000 transcripts",
        "",
    ]
    assert terminal.plain(PACE, 240) == "Coding: 400 of 1,000 transcripts, about 6 minutes left"


def test_quiet_leaves_errors_and_the_report(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    study(tmp_path)
    assert main(["check", "--quiet"]) == DONE
    shown = capsys.readouterr()
    assert shown.err == ""
    assert "Read 3 files: 3 transcripts" in shown.out
