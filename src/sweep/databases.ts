// Which services are databases, and where they keep what only one of them may write.
import type { Mount, Service } from '../compose/stack.js';

const names = [
  'postgres(?:ql)?',
  'postgis',
  'pgvector',
  'timescaledb',
  'mysql',
  'mariadb',
  'percona',
  'mongo(?:db)?',
  'redis',
  'valkey',
  'keydb',
  'elasticsearch',
  'opensearch',
  'rabbitmq',
  'influxdb',
  'clickhouse(?:-server)?',
  'couchdb',
  'neo4j',
  'cassandra',
  'etcd',
  'meilisearch',
  'qdrant',
  'prometheus',
  'victoria-metrics',
  'minio',
  'typesense',
  'weaviate',
  'arangodb',
  'zookeeper',
].join('|');
const images = new RegExp(`(?:^|[/_-])(?:${names})$`);
const folders = new RegExp(
  `^/(?:${[
    'var/lib/(?:postgresql|mysql|mongodb|redis|rabbitmq|influxdb2?|clickhouse|cassandra|neo4j)',
    'data/db',
    'bitnami/(?:postgresql|mysql|mariadb|mongodb|redis)',
    'usr/share/(?:elasticsearch|opensearch)/data',
    'opt/couchdb/data',
    'meili_data',
    'qdrant/storage',
    'prometheus',
  ].join('|')})(?:/|$)`,
);

export interface ImageName {
  readonly repository: string;
  /** Null where there is none. */
  readonly tag: string | null;
}

export function imageName(image: string): ImageName {
  const [named = ''] = image.split('@');
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return colon < 0
    ? { repository: named, tag: null }
    : { repository: named.slice(0, colon), tag: named.slice(colon + 1) };
}

export function isDatabase({ image }: Service): boolean {
  return image !== null && images.test(imageName(image.value).repository.toLowerCase());
}

/** The volume or folder that holds a database's files and may be written to. */
export function dataMount(service: Service): Mount | undefined {
  const kept = service.mounts.filter(
    ({ type, source, readOnly }) => (type === 'volume' || type === 'bind') && source !== null && !readOnly,
  );
  return (
    kept.find(({ target }) => folders.test(target)) ??
    (isDatabase(service) ? kept.find(({ type }) => type === 'volume') : undefined)
  );
}
