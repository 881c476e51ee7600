import { registerControls } from '../ui/controls.ts';
import type { WebviewApi } from '../ui/connect.ts';
import { Page } from './page.ts';
import './rollouts.css';

declare function acquireVsCodeApi(): WebviewApi;

registerControls();
const root = document.getElementById('app');
if (root !== null) void new Page(root, acquireVsCodeApi()).start();
