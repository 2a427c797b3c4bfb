using Receptive.Compiler;
using Xunit;

namespace Receptive.Engine.Tests.Compiler;

public class ArenaLayoutTests
{
    /// <summary>Random rooms, then those of a training step: each in use from its making to its gradient, and short ones between.</summary>
    [Fact]
    public void Places_are_those_of_looking_at_every_room()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new System.Random(seed);
            int steps = random.Next(1, 60);
            var rooms = new List<ArenaRoom>();
            for (int i = random.Next(80); i > 0; i--)
            {
                int first = random.Next(steps), last = random.Next(first, steps);
                if (seed % 2 == 1) (first, last) = random.Next(2) == 0 ? (first / 2, steps - 1 - (first / 2)) : (first, Math.Min(first + 1, steps - 1));
                rooms.Add(new ArenaRoom(16 * random.Next(1, 12), first, last));
            }

            Assert.Equal(ByLookingAtAll(rooms), ArenaLayout.Place(rooms));
        }
    }

    [Fact]
    public void No_rooms_take_no_place() => Assert.Empty(ArenaLayout.Place([]));

    private static long[] ByLookingAtAll(List<ArenaRoom> rooms)
    {
        long[] offsets = new long[rooms.Count];
        var placed = new List<int>();
        foreach (int index in Enumerable.Range(0, rooms.Count).OrderByDescending(index => rooms[index].Floats))
        {
            ArenaRoom room = rooms[index];
            long best = -1, bestGap = long.MaxValue, end = 0;
            foreach (int other in placed.Where(other => rooms[other].First <= room.Last && room.First <= rooms[other].Last).OrderBy(other => offsets[other]))
            {
                long gap = offsets[other] - end;
                if (gap >= room.Floats && gap < bestGap) (best, bestGap) = (end, gap);
                end = Math.Max(end, offsets[other] + rooms[other].Floats);
            }

            offsets[index] = best >= 0 ? best : end;
            placed.Add(index);
        }

        return offsets;
    }
}
