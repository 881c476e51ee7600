import { registerControls } from '../ui/controls.ts';
import { App } from './app.ts';
import './dataset.css';
import type { WebviewApi } from './host.ts';

declare function acquireVsCodeApi(): WebviewApi;

registerControls();
const root = document.getElementById('app');
if (root !== null) void new App(root, acquireVsCodeApi()).start();
