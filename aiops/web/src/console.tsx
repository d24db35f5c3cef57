// Starts the console.

import { render } from "preact";
import { App } from "./app.tsx";
import { apply } from "./parts/theme.ts";

apply();
const place = document.getElementById("console");
if (place) render(<App />, place);
