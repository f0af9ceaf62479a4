#!/usr/bin/env node
console.log('driftlab');
