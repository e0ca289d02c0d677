package io.github.refundworker.decide.store;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.Filter;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the memory of all stores of the process together, outside the heap. By default each store has its own, and
 * there are twice as many stores as partitions.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    private static final long WRITE_BUFFER = 8L << 20;
    private static final double BLOOM_BITS_PER_KEY = 10;

    private static final Cache CACHE;
    private static final WriteBufferManager WRITE_BUFFER_MANAGER;
    private static final Filter FILTER;

    static {
        RocksDB.loadLibrary();
        CACHE = new LRUCache(StoreMemory.BYTES);
        WRITE_BUFFER_MANAGER = new WriteBufferManager(StoreMemory.WRITE_BUFFERS, CACHE);
        FILTER = new BloomFilter(BLOOM_BITS_PER_KEY);
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        // Most requests are about a new charge. Without a filter each look-up would search every level.
        table.setFilterPolicy(FILTER);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(WRITE_BUFFER_MANAGER);
        options.setWriteBufferSize(WRITE_BUFFER);
    }

    @Override
    public void close(String storeName, Options options) {
        // The shared cache lives as long as the process.
    }
}
