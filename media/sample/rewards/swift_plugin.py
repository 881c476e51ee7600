"""Rewards for ms-swift: --external_plugins swift_plugin.py --reward_funcs answer_in_tags box_count."""

import re

try:
    from swift.rewards import ORM, AsyncORM, orms  # ms-swift 4
except ImportError:
    from swift.plugin import ORM, AsyncORM, orms  # ms-swift 3
from swift.utils import get_logger

logger = get_logger()


class AnswerInTags(ORM):
    """1 where the text between the answer tags is one of the possible answers."""

    def __call__(self, completions, possible_answers, **kwargs):
        rewards = []
        for completion, answers in zip(completions, possible_answers):
            given = re.search(r"<answer>(.*?)</answer>", completion, re.DOTALL)
            accepted = [str(answer).strip().lower() for answer in answers or []]
            rewards.append(float(given is not None and given.group(1).strip().lower() in accepted))
        return rewards


class BoxCount(AsyncORM):
    """How near the number of predicted boxes is to the number of true ones."""

    async def __call__(self, completions, bboxs=None, **kwargs):
        rewards = []
        for completion, boxes in zip(completions, bboxs or [None] * len(completions)):
            inside = re.search(r"<bbox>(.*?)</bbox>", completion, re.DOTALL)
            found = len(re.findall(r"\[\s*[\d.]", inside.group(1))) if inside else 0
            wanted = len(boxes or [])
            rewards.append(1.0 - abs(found - wanted) / max(found, wanted, 1))
        return rewards


orms["answer_in_tags"] = AnswerInTags
orms["box_count"] = BoxCount
