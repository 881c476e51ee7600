"""What to do about the errors that reward functions run into most."""

import importlib.util
import re
import shlex
import sys

from . import stand_in

# Packages that are installed under another name than they are imported by.
_PACKAGES = {
    "PIL": "pillow",
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python-headless",
    "dateutil": "python-dateutil",
    "dotenv": "python-dotenv",
    "fitz": "pymupdf",
    "google": "google-genai",
    "Levenshtein": "levenshtein",
    "pycocoevalcap": "pycocoevalcap",
    "qwen_vl_utils": "qwen-vl-utils",
    "rouge_score": "rouge-score",
    "sentence_transformers": "sentence-transformers",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "swift": "ms-swift",
    "yaml": "pyyaml",
}


def hint_for(error, message, context):
    """One sentence or two, or None. `context` may hold `columns`, the names that the rows have."""
    if isinstance(error, stand_in.NotThere):
        return f"The runner stands in for its reward registry only. For the rest: {_python()} -m pip install ms-swift"
    if isinstance(error, ModuleNotFoundError) and error.name:
        return _missing_module(error.name)
    if isinstance(error, ImportError) and (error.name or "").split(".")[0] == "swift":
        return "ms-swift 4 has its reward classes in swift.rewards, ms-swift 3 in swift.plugin."
    if isinstance(error, LookupError) and "nltk.download(" in message:
        name = re.search(r"nltk\.download\('([\w.-]+)'\)", message)
        return f"Fetch it once: {_python()} -m nltk.downloader {name.group(1) if name else 'punkt_tab'}"
    if isinstance(error, TypeError):
        return _type_error(message, context)
    if isinstance(error, KeyError) and context.get("columns") is not None and error.args:
        if error.args[0] not in context["columns"]:
            return _columns(context)
    return None


def _missing_module(name):
    top = name.split(".")[0]
    if name != top and _is_there(top):
        moved = " ms-swift 4 has swift.rewards where ms-swift 3 had swift.plugin." if top == "swift" else ""
        return f"{top} is installed, but this version has no {name}.{moved}"
    return f"Install it: {_python()} -m pip install {_PACKAGES.get(top, top)}"


def _is_there(package):
    # What failed to load has been forgotten by now, if it stands among the user's own files.
    try:
        return package in sys.modules or importlib.util.find_spec(package) is not None
    except (ImportError, ValueError):
        return False


def _type_error(message, context):
    if "smart_resize() missing" in message and "factor" in message:
        return "Newer versions of qwen_vl_utils want the factor: smart_resize(height, width, factor=28)."
    if re.search(r"missing \d+ required (positional|keyword-only) argument", message):
        return _columns(context)
    if "string indices must be integers" in message and context.get("chat") is False:
        return "The completions are texts here; a chat dataset would give lists of messages (see --chat)."
    if context.get("chat") is True and "expected string or bytes-like object" in message:
        return "The completions are lists of chat messages here; plain prompts would give texts (see --chat)."
    return None


def _columns(context):
    columns = context.get("columns")
    if columns is None:
        return None
    return f"The rows have the columns {', '.join(columns)}." if columns else "The rows have no further columns."


def _python():
    return shlex.quote(sys.executable or "python3")
