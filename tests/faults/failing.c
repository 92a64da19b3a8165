/* Makes a chosen call to the disk fail, or ends the process there.
 *
 * Loaded before the C library, it counts the calls that change regular files, folders
 * and names. When the count reaches the chosen one, that call fails with the chosen
 * error, writes only half, or the process is killed before or after it; with `lasting`
 * all later calls fail too, as on a disk that is full or gone. Or it counts and fails
 * the calls that read files of one folder.
 *
 * Given a second folder it also keeps what a power cut would leave: whenever a file of
 * the first is synced, its bytes as they are then, under the number of its inode, and
 * whenever a folder is, its list of names.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { FAIL = 0, SHORT = 1, KILL_BEFORE = 2, KILL_AFTER = 3, READS = 4 };

static volatile long count = 0, chosen = 0, fired = 0;
static volatile int armed = 0, error = 0, mode = FAIL, lasting = 0;

void fault_arm(long number, int code, int how, int stays) {
    count = 0; fired = 0; chosen = number; error = code; mode = how; lasting = stays;
    armed = 1;
}
void fault_disarm(void) { armed = 0; }
long fault_count(void) { return count; }
long fault_fired(void) { return fired; }

static char within[PATH_MAX] = "", kept[PATH_MAX] = "";

void fault_within(const char *folder) { snprintf(within, sizeof within, "%s", folder); }
void fault_keep(const char *folder) { snprintf(kept, sizeof kept, "%s", folder); }

#define REAL(name) \
    static __typeof__(name) *real = NULL; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static int inside(int descriptor) {
    char link[64], path[PATH_MAX];
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t size = readlink(link, path, sizeof path - 1);
    errno = before;
    return size > 0 && *within && strncmp(path, within, strlen(within)) == 0;
}

/* The library's own fopen and fwrite do not come by here, so they are not counted. */
static void keep_synced(int descriptor) {
    struct stat found;
    char link[64], fresh[PATH_MAX + 80], path[PATH_MAX + 64], block[65536];
    if (!*kept || !inside(descriptor) || fstat(descriptor, &found)) return;
    int folder = S_ISDIR(found.st_mode);
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    snprintf(path, sizeof path, "%s/%s%lu", kept, folder ? "d" : "f", found.st_ino);
    snprintf(fresh, sizeof fresh, "%s.new", path);
    FILE *out = fopen(fresh, "wb");
    if (!out) return;
    if (folder) {
        DIR *names = opendir(link);
        for (struct dirent *each; names && (each = readdir(names));)
            if (strcmp(each->d_name, ".") && strcmp(each->d_name, ".."))
                fprintf(out, "%s%lu %s\n", each->d_type == DT_DIR ? "d" : "f",
                        each->d_ino, each->d_name);
        if (names) closedir(names);
    } else {
        FILE *in = fopen(link, "rb");
        for (size_t got; in && (got = fread(block, 1, sizeof block, in)) > 0;)
            fwrite(block, 1, got, out);
        if (in) fclose(in);
    }
    fclose(out);
    REAL(rename);
    real(fresh, path);
}

/* A number that is free is soon given again; whatever loses its name stays open. */
static void hold_number(const char *path) {
    int before = errno;
    if (*kept) fopen(path, "rb");
    errno = before;
}

static int on_disk(int descriptor) {
    struct stat found;
    int kept = errno, yes;
    yes = fstat(descriptor, &found) == 0 &&
          (S_ISREG(found.st_mode) || S_ISDIR(found.st_mode));
    errno = kept;
    return yes;
}

static int counts(void);
static int strikes(void) { return armed && mode != READS && counts(); }
static int fails_reading(int descriptor) {
    return armed && mode == READS && inside(descriptor) && counts();
}
static int counts(void) {
    long now = __sync_add_and_fetch(&count, 1);
    if (chosen == 0 || now < chosen || (now > chosen && !lasting)) return 0;
    __sync_add_and_fetch(&fired, 1);
    if (mode == KILL_BEFORE) kill(getpid(), SIGKILL);
    return 1;
}

#define FAILS do { errno = error; return -1; } while (0)
/* What happens to a call that cannot be done by halves. */
#define STRUCK(call) \
    do { \
        if (mode == KILL_AFTER) { call; kill(getpid(), SIGKILL); } \
        FAILS; \
    } while (0)

ssize_t write(int descriptor, const void *data, size_t size) {
    REAL(write);
    if (armed && on_disk(descriptor) && strikes()) {
        if (mode == SHORT && size > 1 && !lasting) return real(descriptor, data, size / 2);
        if (mode == SHORT && size > 1) real(descriptor, data, size / 2);
        STRUCK(real(descriptor, data, size / 2));
    }
    return real(descriptor, data, size);
}
ssize_t pwrite(int descriptor, const void *data, size_t size, off_t at) {
    REAL(pwrite);
    if (armed && on_disk(descriptor) && strikes()) {
        if (mode == SHORT && size > 1) real(descriptor, data, size / 2, at);
        STRUCK(real(descriptor, data, size / 2, at));
    }
    return real(descriptor, data, size, at);
}
ssize_t pwrite64(int descriptor, const void *data, size_t size, off64_t at) {
    REAL(pwrite64);
    if (armed && on_disk(descriptor) && strikes()) {
        if (mode == SHORT && size > 1) real(descriptor, data, size / 2, at);
        STRUCK(real(descriptor, data, size / 2, at));
    }
    return real(descriptor, data, size, at);
}
int fsync(int descriptor) {
    REAL(fsync);
    if (armed && on_disk(descriptor) && strikes())
        STRUCK(if (!real(descriptor)) keep_synced(descriptor));
    int done = real(descriptor);
    if (!done) keep_synced(descriptor);
    return done;
}
int fdatasync(int descriptor) {
    REAL(fdatasync);
    if (armed && on_disk(descriptor) && strikes())
        STRUCK(if (!real(descriptor)) keep_synced(descriptor));
    int done = real(descriptor);
    if (!done) keep_synced(descriptor);
    return done;
}
int ftruncate(int descriptor, off_t size) {
    REAL(ftruncate);
    if (armed && on_disk(descriptor) && strikes()) STRUCK(real(descriptor, size));
    return real(descriptor, size);
}
int ftruncate64(int descriptor, off64_t size) {
    REAL(ftruncate64);
    if (armed && on_disk(descriptor) && strikes()) STRUCK(real(descriptor, size));
    return real(descriptor, size);
}
int fallocate(int descriptor, int how, off_t at, off_t size) {
    REAL(fallocate);
    if (armed && on_disk(descriptor) && strikes()) STRUCK(real(descriptor, how, at, size));
    return real(descriptor, how, at, size);
}
int rename(const char *from, const char *to) {
    REAL(rename);
    hold_number(to);
    if (strikes()) STRUCK(real(from, to));
    return real(from, to);
}
int renameat(int one, const char *from, int two, const char *to) {
    REAL(renameat);
    hold_number(to);
    if (strikes()) STRUCK(real(one, from, two, to));
    return real(one, from, two, to);
}
int link(const char *from, const char *to) {
    REAL(link);
    if (strikes()) STRUCK(real(from, to));
    return real(from, to);
}
int unlink(const char *path) {
    REAL(unlink);
    hold_number(path);
    if (strikes()) STRUCK(real(path));
    return real(path);
}
int unlinkat(int folder, const char *path, int flags) {
    REAL(unlinkat);
    if (strikes()) STRUCK(real(folder, path, flags));
    return real(folder, path, flags);
}
int mkdir(const char *path, mode_t bits) {
    REAL(mkdir);
    if (strikes()) STRUCK(real(path, bits));
    return real(path, bits);
}
int open(const char *path, int flags, ...) {
    REAL(open);
    mode_t bits = 0;
    if (flags & (O_CREAT | O_TMPFILE)) {
        va_list rest; va_start(rest, flags); bits = va_arg(rest, mode_t); va_end(rest);
        if ((flags & O_CREAT) && strikes()) STRUCK(real(path, flags, bits));
    }
    return real(path, flags, bits);
}
int open64(const char *path, int flags, ...) {
    REAL(open64);
    mode_t bits = 0;
    if (flags & (O_CREAT | O_TMPFILE)) {
        va_list rest; va_start(rest, flags); bits = va_arg(rest, mode_t); va_end(rest);
        if ((flags & O_CREAT) && strikes()) STRUCK(real(path, flags, bits));
    }
    return real(path, flags, bits);
}
ssize_t read(int descriptor, void *data, size_t size) {
    REAL(read);
    if (fails_reading(descriptor)) FAILS;
    return real(descriptor, data, size);
}
ssize_t pread(int descriptor, void *data, size_t size, off_t at) {
    REAL(pread);
    if (fails_reading(descriptor)) FAILS;
    return real(descriptor, data, size, at);
}
ssize_t pread64(int descriptor, void *data, size_t size, off64_t at) {
    REAL(pread64);
    if (fails_reading(descriptor)) FAILS;
    return real(descriptor, data, size, at);
}
