import type { WebviewFrame } from './webviewFrame.ts';

/** The pixels of charts that are neither grey nor empty: lines are coloured, axes and grids are not. */
export const colouredPixels = (frame: WebviewFrame, charts = ''): Promise<number> =>
  frame.evaluate((_body, charts) => {
    let count = 0;
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>(`${charts} canvas`)) {
      if (canvas.width === 0 || canvas.height === 0) continue;
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      for (let at = 0; at < pixels.length; at += 4) {
        const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.slice(at, at + 4);
        if (alpha > 100 && Math.max(red, green, blue) - Math.min(red, green, blue) > 40) count += 1;
      }
    }
    return count;
  }, charts);
