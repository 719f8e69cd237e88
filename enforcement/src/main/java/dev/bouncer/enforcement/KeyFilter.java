package dev.bouncer.enforcement;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * Which keys there may be: one that was added is never denied, of others one in some hundreds is not. A Bloom filter whose
 * bits for a key lie in one block as long as a line of the processor's cache, one bit in each of its words, so that to ask
 * costs one access to memory (Putze, Sanders, Singler, "Cache-, Hash- and Space-Efficient Bloom Filters", 2007). It lies
 * outside of the heap, and takes 12 bits a key. Thread-safe, without locks: what was added before a question began is in
 * its answer.
 */
final class KeyFilter {
    /** More do not fit into one. */
    static final long MOST = 1L << 30;

    private static final int BITS_PER_KEY = 12;
    private static final int WORDS = 8;
    private static final int BLOCK = WORDS * Long.BYTES;
    private static final Hasher64 HASHER = Hashing.xxh3_64();
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final long room;
    private final int blocks;
    private final ByteBuffer bits;

    /**
     * An empty one.
     *
     * @param room how many keys it is for, up to {@link #MOST}; with more it denies fewer of those that were not added
     * @throws OutOfMemoryError if there is no room for it
     */
    KeyFilter(long room) {
        this.room = room;
        this.blocks = Math.toIntExact(Math.ceilDiv(room * BITS_PER_KEY, BLOCK * Byte.SIZE));
        this.bits = ByteBuffer.allocateDirect((blocks + 1) * BLOCK).alignedSlice(BLOCK);
    }

    long room() {
        return room;
    }

    void add(byte[] key) {
        long hash = HASHER.hashBytesToLong(key);
        int block = block(hash);
        try {
            for (int word = 0; word < WORDS; word++) {
                int at = block + word * Long.BYTES;
                long bit = bit(hash, word);
                if (((long) WORD.getAcquire(bits, at) & bit) == 0) WORD.getAndBitwiseOr(bits, at, bit);
            }
        } finally {
            // What the handle reads is freed with the buffer, whoever is about to read.
            Reference.reachabilityFence(bits);
        }
    }

    boolean mayContain(byte[] key) {
        long hash = HASHER.hashBytesToLong(key);
        int block = block(hash);
        try {
            for (int word = 0; word < WORDS; word++) {
                if (((long) WORD.getAcquire(bits, block + word * Long.BYTES) & bit(hash, word)) == 0) return false;
            }
            return true;
        } finally {
            Reference.reachabilityFence(bits);
        }
    }

    // By the hash's highest bits, and the bit in a word by six of its lowest 48: some of them are the same where there are more
    // than 65,536 blocks, which lets a few more keys through.
    private int block(long hash) {
        return (int) (((hash >>> 32) * blocks) >>> 32) * BLOCK;
    }

    private static long bit(long hash, int word) {
        return 1L << (hash >>> (6 * word));
    }
}
