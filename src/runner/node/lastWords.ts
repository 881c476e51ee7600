/** Whoever reads standard error looks for this word; a stack follows. */
export const LAST_WORDS = 'vqa-verify-runner:';
