package dev.bouncer.api.console.pages;

import dev.bouncer.api.console.feed.Feed;
import dev.bouncer.api.console.feed.FeedStream;
import dev.bouncer.api.console.figures.BlockCounts;
import dev.bouncer.api.console.figures.Figures;
import dev.bouncer.api.console.fleet.FleetSurvey;
import dev.bouncer.api.console.search.BlockSearch;

/**
 * What lists and charts are made of.
 *
 * @param feed    decisions as they happen
 * @param stream  tells browsers of them
 * @param search  among the blocks in force
 * @param counts  of blocks in force
 * @param figures of the last hour
 * @param fleet   which processes there are
 */
public record Models(Feed feed, FeedStream stream, BlockSearch search, BlockCounts counts, Figures figures,
        FleetSurvey fleet) {}
