import { useLayoutEffect, useState, type RefObject } from "react";

/** How wide an element is, now and after every change. */
export function useWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(UNMEASURED_PX);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth || UNMEASURED_PX);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

/** How far below the top of the scrolled page a grid's rows begin; what is above it may grow at any time. */
export function useOffsetInPage(grid: RefObject<HTMLElement | null>, applies: boolean): number {
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const page = scrolledPage();
    const element = grid.current;
    if (!applies || !page || !element) return;
    const measure = () => {
      const head = element.firstElementChild?.getBoundingClientRect().height ?? 0;
      const top = element.getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop + head;
      setOffset(Math.round(top));
    };
    measure();
    const observer = new ResizeObserver(measure);
    for (const child of page.children) observer.observe(child);
    observer.observe(page);
    return () => observer.disconnect();
  }, [grid, applies]);
  return offset;
}

/** What scrolls when a page is longer than the window. */
export function scrolledPage(): HTMLElement | null {
  return document.getElementById("content");
}

const UNMEASURED_PX = 1_000;
