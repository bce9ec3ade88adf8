package org.serverroster;

import java.util.List;

/** Does what may each have to wait for something at the same time, so that all of it takes as long as the longest. */
final class Together {

    private Together() {}

    /**
     * Returns when all are done.
     *
     * @param name of the threads
     * @throws InterruptedException if the caller is; what was begun goes on
     */
    static void run(String name, List<Runnable> tasks) throws InterruptedException {
        List<Thread> threads = tasks.stream()
                .map(task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                })
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
