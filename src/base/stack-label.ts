// The label by which docker knows what belongs to a stack, on everything that it makes for one.

export const stackLabel = 'com.docker.stack.namespace';
