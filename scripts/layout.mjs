// The files that Prettier lays out, for the scripts that have it done and those that look whether it is.
export const laidOut = ['{src,test,scripts}/**/*.{ts,mjs}', 'src/page/*.css'];
