"""Rewards for a Rubric of verifiers: each takes what it names; plural names take the whole group."""

import re


def _text(completion):
    return completion if isinstance(completion, str) else completion[-1]["content"]


def correct_answer(completion, answer, **kwargs):
    given = re.search(r"<answer>(.*?)</answer>", _text(completion), re.DOTALL)
    accepted = [str(each).lower() for each in (answer if isinstance(answer, list) else [answer])]
    return float(given is not None and given.group(1).strip().lower() in accepted)


def unlike_the_others(completions, states, **kwargs):
    """Rewards what no other completion of the group says."""
    texts = [_text(completion) for completion in completions]
    return [1.0 / texts.count(text) for text in texts]
