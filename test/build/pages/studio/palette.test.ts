import { expect, it } from '@jest/globals';
import { palette, textOnColor } from '../../../../build/pages/studio/palette.ts';

/** The relative luminance of a colour such as `#2F8FD8`, as WCAG 2 defines it. */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

it.each(Object.entries(palette))('%s is readable on light and dark, and under text', (_, color) => {
  expect(contrast(color, '#FFFFFF')).toBeGreaterThanOrEqual(3);
  expect(contrast(color, '#1A1C20')).toBeGreaterThanOrEqual(3);
  expect(contrast(color, textOnColor)).toBeGreaterThanOrEqual(3);
});
