import type { Box } from '../../src/core/sample.ts';
import { Canvas } from './draw/canvas.ts';
import { toBox } from './draw/ink.ts';
import type { Question, Scene } from './scene.ts';

/** A row of the dataset, in the column order of the file. */
export interface SampleRow {
  readonly id: string;
  readonly messages: readonly [{ readonly role: 'user'; readonly content: string }];
  readonly images: readonly [string];
  readonly image_caption: string;
  readonly bboxs: readonly Box[];
  readonly width: number;
  readonly height: number;
  readonly possible_answers: readonly string[];
  readonly category: Scene['category'];
  readonly source: string;
}

export interface Painted {
  readonly scene: Scene;
  readonly canvas: Canvas;
  readonly samples: readonly { readonly row: SampleRow; readonly question: Question }[];
}

/** Paints a scene (as SVG: nothing is rendered) and writes down its samples. The scene's name seeds its scatter. */
export function paintScene(scene: Scene): Painted {
  const [width, height] = scene.size;
  const canvas = new Canvas(width, height, scene.name);
  const questions = scene.paint(canvas);
  const samples = questions.map((question, index) => ({
    question,
    row: {
      id: questions.length === 1 ? scene.name : `${scene.name}-${'abc'.charAt(index)}`,
      messages: [{ role: 'user', content: `<image>${question.question}` }],
      images: [`images/${scene.name}.${scene.format}`],
      image_caption: question.caption,
      bboxs: question.evidence.map((ink) => toBox(ink, width, height)),
      width,
      height,
      possible_answers: question.answers,
      category: scene.category,
      source: scene.source,
    } satisfies SampleRow,
  }));
  return { scene, canvas, samples };
}
