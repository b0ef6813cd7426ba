/*
 * Makes every fsync and fdatasync of a process take longer, as a disk behind a network does:
 *
 *   cc -O2 -shared -fPIC -o fsync-delay.so fsync-delay.c -ldl
 *   FSYNC_DELAY_US=1000 LD_PRELOAD=./fsync-delay.so <program>
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void delay(void) {
  const char *text = getenv("FSYNC_DELAY_US");
  long microseconds = text == NULL ? 0 : atol(text);
  struct timespec pause = {microseconds / 1000000, (microseconds % 1000000) * 1000};
  nanosleep(&pause, NULL);
}

int fsync(int handle) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  delay();
  return real(handle);
}

int fdatasync(int handle) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  delay();
  return real(handle);
}
