"""A reward for OpenRLHF: --remote_rm_url openrlhf_reward.py. A query is its prompt with the answer behind it."""

import re


def reward_func(queries, prompts, labels):
    rewards = []
    for query, prompt, label in zip(queries, prompts, labels):
        given = re.search(r"<answer>(.*?)</answer>", query[len(prompt) :], re.DOTALL)
        accepted = [str(each).lower() for each in (label if isinstance(label, list) else [label])]
        rewards.append(float(given is not None and given.group(1).strip().lower() in accepted))
    return {"rewards": rewards, "scores": rewards, "extra_logs": {"length": [len(query) for query in queries]}}
