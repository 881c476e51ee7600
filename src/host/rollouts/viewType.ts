/** The custom editor's name in the manifest. */
export const ROLLOUTS_VIEW = 'vqaVerify.rollouts';
