// The recipe room's door: what the command line needs beside the clone kinds.
export { checkRecipe } from './check-recipe.js';
