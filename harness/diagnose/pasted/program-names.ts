import { runtimeByName, runtimeWords } from '../../holders/runtime-names.ts';

/** Main threads and titles by which a program of a managed runtime goes, where its own name does not tell. */
const managed: [RegExp, string][] = [
  [/^(?:MainThread|npm (?:start|run|exec)|next-server|pm2|PM2|yarn|tsx)\b/, runtimeWords.node],
  [/^(?:gunicorn|uwsgi|uvicorn|celery|pt_main_thread|ray::|jupyter|dagster|airflow)/, runtimeWords.python],
  [/^(?:puma|sidekiq|bundle|rails|unicorn|passenger)\b/i, runtimeWords.ruby],
  [/^(?:C[12] CompilerThre|GC Thread|http-nio-|Common-Cleaner|VM Thread|ConcGC|G1 )/, runtimeWords.jvm],
  [/^php(?:-fpm)?[\d.]*\b/, 'PHP'],
  [/^beam(?:\.smp)?$/, 'the Erlang VM'],
];
/** Programs in C, C++ or Rust that everybody knows. */
const plain =
  /^(?:postgres|postmaster|redis-server|valkey-server|memcached|mysqld|mariadbd|mongod|nginx|haproxy|envoy|apache2|httpd|stress|stress-ng.*|dd|cp|tar|gzip|xz|rsync|cc1|cc1plus|ld|rustc|clang|clickhouse-serv|ffmpeg|fluent-bit|squid|varnishd)$/;
const sandboxes: [RegExp, string][] = [
  [/^(?:runsc|exe$)/, 'gVisor keeps all memory of its programs in one memfd'],
  [
    /^(?:qemu-system|qemu-kvm|firecracker|cloud-hyperviso)/,
    'it runs a virtual machine, whose memory hides what is in it',
  ],
];

/** What a name tells of a program. A name is chosen by the program, so all but the well-known ones tell nothing. */
export function programOf(name: string): {
  runtime: string | null;
  isPlain: boolean;
  sandbox: string | null;
} {
  const known = runtimeByName(name);
  return {
    runtime: known ? runtimeWords[known] : (managed.find(([pattern]) => pattern.test(name))?.[1] ?? null),
    isPlain: plain.test(name),
    sandbox: sandboxes.find(([pattern]) => pattern.test(name))?.[1] ?? null,
  };
}
