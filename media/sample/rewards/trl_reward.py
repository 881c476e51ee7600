"""A reward for TRL's GRPOTrainer: reward_funcs=[answer_reward, caption_length_reward]."""

import re


def answer_reward(completions, possible_answers, **kwargs):
    """1 where the text between the answer tags is one of the possible answers."""
    rewards = []
    for completion, answers in zip(completions, possible_answers):
        # Of a chat dataset, a completion is a list of messages.
        text = completion if isinstance(completion, str) else completion[0]["content"]
        given = re.search(r"<answer>(.*?)</answer>", text, re.DOTALL)
        accepted = [str(answer).strip().lower() for answer in answers or []]
        rewards.append(1.0 if given and given.group(1).strip().lower() in accepted else 0.0)
    return rewards


async def caption_length_reward(prompts, completions, image_caption=None, **kwargs):
    """Nearness of the caption's length to the reference's; None, which is no zero, where there is no reference."""
    rewards = []
    for completion, reference in zip(completions, image_caption or [None] * len(completions)):
        if not reference:
            rewards.append(None)
            continue
        text = completion if isinstance(completion, str) else completion[0]["content"]
        caption = re.search(r"<caption>(.*?)</caption>", text, re.DOTALL)
        words, wanted = len(caption.group(1).split()) if caption else 0, len(reference.split())
        rewards.append(min(words, wanted) / max(words, wanted, 1))
    return rewards
