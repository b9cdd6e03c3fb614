import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one accent: the colour of running water. Shade 7 on white is 5.9:1. */
const water: MantineColorsTuple = [
  "#e8f6f4",
  "#d2ece8",
  "#a5d9d2",
  "#75c5bb",
  "#4eb4a8",
  "#34a094",
  "#1c8a7f",
  "#0b7269",
  "#085b54",
  "#05443f",
];

/** Greys without a tint, so that the colours of steps are the only ones on the canvas. */
const gray: MantineColorsTuple = [
  "#f8f8f7",
  "#f1f1ef",
  "#e6e6e3",
  "#d6d6d2",
  "#bdbdb8",
  "#92928d",
  "#73736e",
  "#565652",
  "#3a3a37",
  "#232321",
];

/** As Mantine's, with a seventh shade that white can be read on, and that can be read on white. */
const red: MantineColorsTuple = [
  "#fff1ef",
  "#ffe0dc",
  "#ffc2ba",
  "#ff9e92",
  "#ff8a80",
  "#f4695c",
  "#dc4034",
  "#b42318",
  "#921b12",
  "#75150e",
];

const yellow: MantineColorsTuple = [
  "#fff8e6",
  "#fff0cc",
  "#ffe09a",
  "#ffce63",
  "#ffc038",
  "#f5b01f",
  "#c98a0c",
  "#855800",
  "#6b4600",
  "#523600",
];

const dark: MantineColorsTuple = [
  "#e4e5e4",
  "#c6c8c7",
  "#a3a6a5",
  "#7d8180",
  "#454a49",
  "#333837",
  "#252928",
  "#1a1d1c",
  "#141716",
  "#0e1010",
];

export const theme = createTheme({
  primaryColor: "water",
  primaryShade: 7,
  autoContrast: true,
  luminanceThreshold: 0.25,
  colors: { water, gray, dark, red, yellow },
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "1.375rem", lineHeight: "1.3" },
      h2: { fontSize: "1.0625rem", lineHeight: "1.35" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.4" },
    },
  },
  defaultRadius: "md",
  radius: { xs: "2px", sm: "4px", md: "6px", lg: "8px", xl: "16px" },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 120 } } },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 100 } } },
    Menu: { defaultProps: { transitionProps: { duration: 100 }, shadow: "sm" } },
    Select: { defaultProps: { checkIconPosition: "right" } },
    Anchor: { defaultProps: { underline: "hover" } },
    Badge: { defaultProps: { tt: "none", fw: 500 } },
    Table: {
      defaultProps: {
        verticalSpacing: "xs",
        horizontalSpacing: "sm",
        borderColor: "var(--runnel-line)",
      },
    },
  },
});

/** Mantine's own dimmed grey and light badges fail the contrast of WCAG AA. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#5d5d59",
    "--mantine-color-placeholder": "#6d6d69",
    "--mantine-color-anchor": "#0b6b63",
    "--mantine-color-error": "#b42318",
    "--runnel-canvas": "#f8f8f7",
    "--runnel-line": "#e6e6e3",
    "--runnel-raised": "#ffffff",
    "--runnel-chosen": "#e8f6f4",
    "--runnel-column": "#f1f1ef",
    "--runnel-up": "#17713a",
    "--runnel-down": "#b42318",
    "--runnel-warning": "#fff3d6",
    "--runnel-warning-text": "#6b4300",
  },
  dark: {
    "--mantine-color-dimmed": "#a3a6a5",
    "--mantine-color-placeholder": "#8b8f8e",
    "--mantine-color-anchor": "#62c6ba",
    "--mantine-color-error": "#ff8a80",
    "--runnel-canvas": "#141716",
    "--runnel-line": "#333837",
    "--runnel-raised": "#1a1d1c",
    "--runnel-chosen": "#12302d",
    "--runnel-column": "#101312",
    "--runnel-up": "#6fd08c",
    "--runnel-down": "#ff8a80",
    "--runnel-warning": "#3a2c0a",
    "--runnel-warning-text": "#f6d78b",
  },
});
