import { expect, test } from "vitest";
import { Camera } from "./camera";
import { fitted, readable, type Size, type Viewport, withInSight, zoomed } from "./viewport";

const SIZE: Size = { width: 1000, height: 800 };

test("everything fits with room around it, and is never shown larger than it is", () => {
  expect(fitted([{ x: 0, y: 0 }], SIZE)).toEqual({ x: 380, y: 362, zoom: 1 });
  expect(fitted([], SIZE)).toEqual({ x: 380, y: 96, zoom: 1 });
  const far = fitted(
    [
      { x: 0, y: 0 },
      { x: 0, y: 3924 },
    ],
    SIZE,
  );
  expect(far.zoom).toBeCloseTo(800 / (4000 * 1.15));
  expect(far.y + 2000 * far.zoom).toBeCloseTo(400);
});

test("what is in the middle stays there when one looks closer, up to a limit", () => {
  expect(zoomed({ x: 100, y: 0, zoom: 1 }, SIZE, 2)).toEqual({ x: -300, y: -400, zoom: 2 });
  expect(zoomed({ x: 0, y: 0, zoom: 1 }, SIZE, 9).zoom).toBe(2);
  expect(zoomed({ x: 0, y: 0, zoom: 1 }, SIZE, 0).zoom).toBe(0.1);
});

test("a card is brought into sight by the shortest way, and one in sight moves nothing", () => {
  const view = { x: 0, y: 0, zoom: 1 };
  expect(withInSight(view, { x: 300, y: 300 }, SIZE)).toEqual(view);
  expect(withInSight(view, { x: -10, y: 790 }, SIZE)).toEqual({ x: 58, y: -114, zoom: 1 });
  expect(readable(view, { x: 300, y: 300 }, SIZE)).toEqual(view);
  const far = { x: 0, y: 0, zoom: 0.2 };
  expect(readable(far, { x: 0, y: 0 }, SIZE)).toEqual({ x: 380, y: 362, zoom: 1 });
});

/** A screen on which a move takes until somebody says that it has arrived. */
function screen() {
  let arrive = () => {};
  const seen = { view: { x: 0, y: 0, zoom: 1 } as Viewport, size: SIZE, moving: false };
  const camera = new Camera({
    view: () => seen.view,
    size: () => seen.size,
    move: (to) =>
      new Promise<void>((resolve) => {
        arrive = () => {
          seen.view = to;
          resolve();
        };
      }),
    onMoving: (moving) => {
      seen.moving = moving;
    },
  });
  return { camera, seen, arrive: async () => arrive() };
}

test("a move during another one begins from where that one will end", async () => {
  const { camera, seen, arrive } = screen();
  camera.look(() => ({ x: 50, y: 0, zoom: 0.5 }));
  expect(seen).toMatchObject({ view: { x: 0, zoom: 1 }, moving: true });
  camera.look(({ x, ...rest }) => ({ ...rest, x: x + 10 }));
  await arrive();
  expect(seen).toMatchObject({ view: { x: 60, y: 0, zoom: 0.5 }, moving: false });
});

test("a move that is under way goes where the new size of the screen wants it", async () => {
  const { camera, seen, arrive } = screen();
  camera.look((_, size) => fitted([{ x: 0, y: 0 }], size));
  seen.size = { width: 600, height: 800 };
  camera.resized();
  await arrive();
  expect(seen.view).toEqual({ x: 180, y: 362, zoom: 1 });
});

test("what one looks at already moves nothing, and a person who takes over is left alone", () => {
  const { camera, seen } = screen();
  camera.look((from) => ({ ...from }));
  expect(seen.moving).toBe(false);
  camera.look((from) => ({ ...from, x: 5 }));
  seen.view = { x: 3, y: 0, zoom: 1 };
  camera.release();
  expect([camera.view.x, seen.moving]).toEqual([3, false]);
});

test("the drawing moves while a hand moves it, and what begins meanwhile is not ended by the hand", async () => {
  const { camera, seen, arrive } = screen();
  camera.follow();
  expect(seen.moving).toBe(true);
  camera.rest();
  expect(seen.moving).toBe(false);
  camera.follow();
  camera.look((from) => ({ ...from, x: 5 }));
  camera.rest();
  expect(seen.moving).toBe(true);
  await arrive();
  expect(seen).toMatchObject({ view: { x: 5 }, moving: false });
});
