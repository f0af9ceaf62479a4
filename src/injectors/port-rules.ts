// The program of a network load: one small shell, so that nothing big has to be started while it is on. It
// puts a rule on every port that a container has on an overlay network of the engine, looks for new ones,
// asks containers how long a packet takes, and takes every rule off when its input ends, however that comes.

/** As `tc qdisc add dev … root` takes it. */
export type Rule = readonly [kind: string, ...words: string[]];

const prefix = '1-';
/** As many characters of a network's id as the network namespace with its bridge is called by. */
const idLength = 10;

export function bridgeOf(networkId: string): string {
  return `${prefix}${networkId.slice(0, idLength)}`;
}

/** The queue of each port of a container: `kind` and `port`. One look at all of them. */
const eachPort = `while read -r _ kind _ _ port place _; do
  [ "$place" = root ] || continue
  case $port in veth*) ;; *) continue ;; esac`;
const looked = `done < <(tc qdisc show)`;
/** A port that is gone meanwhile is as good. */
const rulePorts = `${eachPort}
  [ "$kind" = "$1" ] || tc qdisc replace dev "$port" root "$@" ||
    ! ip link show dev "$port" >/dev/null 2>&1 || exit 1
${looked}`;
const freePorts = `${eachPort}
  [ "$kind" = noqueue ] || tc qdisc del dev "$port" root 2>/dev/null
${looked}
true`;
/**
 * From a bridge to a container and back: nothing listens on the port, and the container's kernel says so. The
 * first time is to find out where the address is; the second is measured. Of a container that is gone nothing
 * is told.
 */
const trip = `port="/dev/tcp/$1/9"
exec 4<> <(:)
{ : 3<>"$port"; } 2>/dev/null
from=$EPOCHREALTIME
{ : 3<>"$port"; } 2>&4
to=$EPOCHREALTIME
echo open >&4
read -r said <&4
case $said in
  open | *refused*) ;;
  *) exit ;;
esac
passed=0 lost=0
while read -r word second _ packets _ _ dropped _; do
  [ "$word" = qdisc ] && own=$second
  [ "$word $own" = "Sent $2" ] && passed=$((passed + packets)) lost=$((lost + \${dropped%,}))
done < <(tc -s qdisc show)
echo "trip $(( \${to/./} - \${from/./} )) $passed $lost"`;
/** Questions that nobody answers must not heap up. */
const openTripsMax = 4;

/**
 * Its arguments are the folder of the engine's network namespaces, and the rule. It begins at the first line
 * of its input; each further line, a bridge and an address, is a question, which it says that it has taken.
 */
const program = `folder=$1
shift
each() {
  for bridge in "$folder"/${prefix}*; do
    [ ! -e "$bridge" ] || nsenter --net="$bridge" bash -c "$@" || [ ! -e "$bridge" ] || return 1
  done
}
trap 'kill $(jobs -p) 2>/dev/null; each "$freePorts" bash' EXIT
read -r _ || exit 0
each "$rulePorts" bash "$@" || exit 1
echo full
while :; do
  read -r -t "$sweepSeconds" bridge address
  said=$?
  if [ "$said" = 0 ]; then
    echo taken
    open=($(jobs -rp))
    [ "\${#open[@]}" -ge ${String(openTripsMax)} ] ||
      nsenter --net="$folder/$bridge" bash -c "$trip" bash "$address" "$1" 2>/dev/null &
  elif [ "$said" -le 128 ]; then exit 0
  fi
  each "$rulePorts" bash "$@" || exit 1
done`;

export interface Command {
  readonly program: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export function portRules(folder: string, rule: Rule, sweepMs: number): Command {
  return {
    program: 'bash',
    words: ['-c', program, 'bash', folder, ...rule],
    env: { LC_ALL: 'C', rulePorts, freePorts, trip, sweepSeconds: String(sweepMs / 1000) },
  };
}

export interface Trip {
  readonly ms: number;
  /** What went to the containers of that network since the rule was put there. */
  readonly packets: number;
  readonly lost: number;
}

/** Of a line that the program wrote; null where it is about something else. */
export function tripOf(line: string): Trip | null {
  const [, us, passed, lost] = /^trip (\d+) (\d+) (\d+)$/.exec(line) ?? [];
  return us === undefined
    ? null
    : { ms: Number(us) / 1000, packets: Number(passed) + Number(lost), lost: Number(lost) };
}
