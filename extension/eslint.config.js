import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** Names of the browser's extension interface: forbidden where a room must also run in a plain page. */
const browserFree = {
  "no-restricted-globals": ["error", { name: "chrome", message: "This room runs in a plain page too." }, "browser"],
};

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "src/wire/messages.ts"] },
  js.configs.recommended,
  tseslint.configs.strict,
  {
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Build elements; never parse markup." },
        { property: "outerHTML", message: "Build elements; never parse markup." },
        { property: "insertAdjacentHTML", message: "Build elements; never parse markup." },
      ],
      eqeqeq: "error",
    },
  },
  { files: ["src/panel/**", "src/sites/**", "src/content/draft.ts", "src/content/gate.ts", "src/content/page-world.ts"], rules: browserFree },
  {
    files: ["src/sites/**"],
    rules: { "no-restricted-imports": ["error", { patterns: ["**/wire/*", "**/panel/*"] }] },
  },
  {
    files: ["src/panel/**"],
    rules: { "no-restricted-imports": ["error", { patterns: ["**/sites/*", "**/background/*"] }] },
  },
  // how a style sheet is imported as text can only be said with a default export
  { files: ["src/css.d.ts"], rules: { "no-restricted-exports": "off" } },
  {
    files: ["*.js", "*.mjs"],
    languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } },
    rules: { "no-restricted-exports": "off" },
  },
);
