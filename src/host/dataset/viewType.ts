/** The custom editor's name in the manifest. */
export const DATASET_VIEW = 'vqaVerify.dataset';

/** What VS Code's Problems view names as the origin of our problems. */
export const DIAGNOSTIC_SOURCE = 'VQA-Verify';
