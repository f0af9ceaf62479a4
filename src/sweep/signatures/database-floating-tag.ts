// A database whose next version comes unasked.
import type { Mount, Stack } from '../../compose/stack.js';
import { dataMount, imageName, isDatabase } from '../databases.js';
import { perService, type Signature } from '../signature.js';

export const databaseFloatingTag: Signature = {
  name: 'database-floating-tag',
  summary: 'a database keeps its files and has no version of its own',
  why:
    'docker stack deploy asks the registry for the newest image of a tag at each deploy. When that is ' +
    'another major version it finds the files of the old one: some databases refuse to start, some ' +
    'change their files so that the old version cannot read them, and then the rollback fails too.',
  source: 'docker/cli cli/command/stack/deploy_composefile.go (resolve-image)',
  mend: 'a tag with the major version',
  look: perService((service, { stack }) => {
    const [data, image] = [dataMount(service), service.image];
    if (data === undefined || image === null || image.value.includes('@')) return null;
    if (!isDatabase(service) && isGuest(data, stack)) return null;
    const { tag } = imageName(image.value);
    // An empty one is a variable that nobody gives: docker refuses such a name.
    if (tag === '' || /\d/.test(tag ?? '')) return null;
    const says = `${service.name} runs ${image.value}, whatever version that is, on files that stay`;
    return {
      severity: 'medium',
      service: service.name,
      places: [image.place, data.place],
      says,
      change: null,
    };
  }),
};

/** Whether the files are those of a database that another service runs, as a backup has them. */
function isGuest({ source }: Mount, { services }: Stack): boolean {
  return [...services.values()].some(
    (service) => isDatabase(service) && service.mounts.some((mount) => mount.source === source),
  );
}
