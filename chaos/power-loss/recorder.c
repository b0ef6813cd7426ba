/*
 * Loaded in front of libc (LD_PRELOAD): writes down what a process does to an SQLite database,
 * in the order in which it happens, so that a power cut at any moment can be played afterwards.
 *
 * POWER_LOSS_DATABASE is the database's path, POWER_LOSS_RECORD the file that is appended to.
 * Each operation is a head of three numbers (what, on which file, at which offset and how long)
 * and, for a write, its bytes. It is recorded once it has succeeded; a sync that is recorded has
 * been carried out.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum what { WRITE = 1, TRUNCATE = 2, SYNC = 3 };
enum file { NONE = 0, DATABASE = 1, LOG = 2, JOURNAL = 3 };

struct head {
  uint32_t what;
  uint32_t file;
  uint64_t offset;
  uint64_t length;
};

#define MOST_FILES 4096
static unsigned char files[MOST_FILES];
static const char *database;
static int record = -1;
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("POWER_LOSS_RECORD");
  database = getenv("POWER_LOSS_DATABASE");
  if (path && database) record = REAL(open)(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

static enum file file_of(const char *path) {
  if (record < 0 || !path) return NONE;
  size_t length = strlen(database);
  if (strncmp(path, database, length)) return NONE;
  const char *rest = path + length;
  if (!*rest) return DATABASE;
  if (!strcmp(rest, "-wal")) return LOG;
  return strcmp(rest, "-journal") ? NONE : JOURNAL;
}

static enum file opened(int fd) { return fd >= 0 && fd < MOST_FILES ? files[fd] : NONE; }

static int note(int fd, const char *path) {
  if (fd >= 0 && fd < MOST_FILES) files[fd] = file_of(path);
  return fd;
}

static void put(const void *bytes, size_t length) {
  while (length > 0) {
    ssize_t put = REAL(write)(record, bytes, length);
    /* A record with a hole in it would prove nothing. */
    if (put < 0) abort();
    bytes = (const char *)bytes + put;
    length -= (size_t)put;
  }
}

static void append(enum what what, int fd, uint64_t offset, uint64_t length, const void *bytes) {
  struct head head = {what, opened(fd), offset, length};
  pthread_mutex_lock(&order);
  put(&head, sizeof head);
  if (bytes) put(bytes, length);
  pthread_mutex_unlock(&order);
}

static mode_t mode_in(int flags, va_list rest) {
  return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
}

#define OPEN(name)                                                                                 \
  int name(const char *path, int flags, ...) {                                                     \
    va_list rest;                                                                                  \
    va_start(rest, flags);                                                                         \
    mode_t mode = mode_in(flags, rest);                                                            \
    va_end(rest);                                                                                  \
    return note(REAL(name)(path, flags, mode), path);                                              \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                               \
  int name(int folder, const char *path, int flags, ...) {                                         \
    va_list rest;                                                                                  \
    va_start(rest, flags);                                                                         \
    mode_t mode = mode_in(flags, rest);                                                            \
    va_end(rest);                                                                                  \
    return note(REAL(name)(folder, path, flags, mode), path);                                      \
  }
OPENAT(openat)
OPENAT(openat64)

int close(int fd) {
  if (fd >= 0 && fd < MOST_FILES) files[fd] = NONE;
  return REAL(close)(fd);
}

#define PWRITE(name, offset_type)                                                                  \
  ssize_t name(int fd, const void *bytes, size_t length, offset_type offset) {                     \
    ssize_t written = REAL(name)(fd, bytes, length, offset);                                       \
    if (written > 0 && opened(fd)) append(WRITE, fd, (uint64_t)offset, (uint64_t)written, bytes);  \
    return written;                                                                                \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *bytes, size_t length) {
  if (!opened(fd)) return REAL(write)(fd, bytes, length);
  off_t offset = lseek(fd, 0, SEEK_CUR);
  ssize_t written = REAL(write)(fd, bytes, length);
  if (written > 0) append(WRITE, fd, (uint64_t)offset, (uint64_t)written, bytes);
  return written;
}

#define FTRUNCATE(name, length_type)                                                               \
  int name(int fd, length_type length) {                                                           \
    int done = REAL(name)(fd, length);                                                             \
    if (done == 0 && opened(fd)) append(TRUNCATE, fd, (uint64_t)length, 0, NULL);                  \
    return done;                                                                                   \
  }
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

#define SYNCS(name)                                                                                \
  int name(int fd) {                                                                               \
    int done = REAL(name)(fd);                                                                     \
    if (done == 0 && opened(fd)) append(SYNC, fd, 0, 0, NULL);                                     \
    return done;                                                                                   \
  }
SYNCS(fsync)
SYNCS(fdatasync)
