"""The reference proposal of day 14 is what the recorded results say."""

from fixtures import propose
from solutions.day14.proposal import unsupported_numbers


def test_the_file_is_what_the_command_writes():
    assert propose.PROPOSAL.read_text() == propose.proposal(propose.results()), "run python -m fixtures.propose"


def test_every_number_follows_from_the_results():
    assert unsupported_numbers(propose.PROPOSAL.read_text(), propose.results()) == []


def test_its_figures_are_there():
    for change in propose.CHANGES:
        if "figure" in change:
            assert (propose.PROPOSAL.parent / change["figure"]).is_file()
