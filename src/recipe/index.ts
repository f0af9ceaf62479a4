// The recipe room's door: what the command line needs beside the clone kinds.
export { checkRecipe, type RecipeCheck, type RecipeQuestion, type SideEnvs } from './check-recipe.js';
export type { Side } from './compose-at.js';
export { overlayTexts } from './overlays.js';
export { movedInWords } from './pin.js';
