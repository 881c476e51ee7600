/** The custom editor's name in the manifest. */
export const DATASET_VIEW = 'vqaVerify.dataset';
