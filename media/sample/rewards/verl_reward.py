"""A reward for verl: custom_reward_function.path=verl_reward.py. `score` counts, the rest is logged."""

import re


def compute_score(data_source, solution_str, ground_truth, extra_info=None, format_weight=0.1):
    given = re.search(r"<answer>(.*?)</answer>", solution_str, re.DOTALL)
    accepted = ground_truth if isinstance(ground_truth, list) else [ground_truth]
    correct = given is not None and given.group(1).strip().lower() in [str(each).lower() for each in accepted]
    formatted = given is not None
    return {
        "score": (1.0 - format_weight) * correct + format_weight * formatted,
        "acc": float(correct),
        "format": float(formatted),
    }
