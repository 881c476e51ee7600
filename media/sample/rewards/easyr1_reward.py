"""A reward for EasyR1: worker.reward.reward_function=easyr1_reward.py:compute_score."""

import re

REWARD_NAME = "answer"
REWARD_TYPE = "batch"


def compute_score(reward_inputs, format_weight=0.1):
    scores = []
    for reward_input in reward_inputs:
        given = re.search(r"<answer>(.*?)</answer>", reward_input["response"], re.DOTALL)
        truth = reward_input["ground_truth"]
        accepted = [str(each).lower() for each in (truth if isinstance(truth, list) else [truth])]
        accuracy = float(given is not None and given.group(1).strip().lower() in accepted)
        formatted = float(given is not None)
        scores.append(
            {
                "overall": (1 - format_weight) * accuracy + format_weight * formatted,
                "accuracy": accuracy,
                "format": formatted,
            }
        )
    return scores
